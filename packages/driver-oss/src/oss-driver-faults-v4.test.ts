import { describeWithFaults } from './testing/describe-with-faults.ts'

await describeWithFaults('v4')
