export { seededBytes, seededStream } from './seeded-bytes.ts'
