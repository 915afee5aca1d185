export { describeDriver, type DriverSuiteOptions } from './describe-driver.ts'
export { describeDriverWithFaults, type FaultySuiteOptions, type FaultyStore } from './describe-with-faults.ts'
export type { ClientCall } from './object-store/client-calls.ts'
export { describeFailingStarts, type FailingStart } from './object-store/describe-failing-starts.ts'
export {
  describePermissions,
  type PermissionSuiteOptions,
  type PermittedAccount,
} from './object-store/describe-permissions.ts'
export { describeRedirects, type RedirectStore, type RedirectSuiteOptions } from './object-store/describe-redirects.ts'
export { describeWrongClock } from './object-store/describe-wrong-clock.ts'
export {
  createDriverStarter,
  type DriverParameters,
  type StartDriver,
  type StartedStore,
  type StartSetup,
} from './object-store/driver-starter.ts'
export { type EmulatedBucket, leftoversIn } from './object-store/leftovers-in.ts'
