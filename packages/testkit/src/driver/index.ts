export { describeDriver, type DriverSuiteOptions } from './describe-driver.ts'
