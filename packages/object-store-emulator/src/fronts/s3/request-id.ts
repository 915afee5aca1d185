import { createHash, randomBytes } from 'node:crypto'

/** As S3 makes them. */
export const createRequestId = (): string => randomBytes(8).toString('hex').toUpperCase()

/** Answers have one more id, of the machine. */
export const hostIdOf = (requestId: string): string => createHash('sha384').update(requestId).digest('base64')
