export { sha256 } from './digest.ts'
export { seededBytes, seededStream } from './seeded-bytes.ts'
