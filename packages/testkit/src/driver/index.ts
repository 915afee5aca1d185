export { describeDriver, type DriverSuiteOptions } from './describe-driver.ts'
export { describeDriverWithFaults, type FaultySuiteOptions, type FaultyStore } from './describe-with-faults.ts'
