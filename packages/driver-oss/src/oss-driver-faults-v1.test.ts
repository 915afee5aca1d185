import { describeWithFaults } from './testing/describe-with-faults.ts'

// Stalls take long, and have nothing to do with signatures.
await describeWithFaults('v1', 0)
