import { createHash, randomUUID } from 'node:crypto'

/** As COS makes them: the time and some numbers in hexadecimal, in base64. */
export function createRequestId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  const random = randomUUID().replaceAll('-', '')
  return base64(`${seconds}_${random.slice(0, 8)}_${random.slice(8, 13)}_${random.slice(13, 20)}`)
}

/** Errors have one more id, that belongs to the first. */
export const traceIdOf = (requestId: string): string => base64(createHash('sha256').update(requestId).digest('hex'))

const base64 = (text: string): string => Buffer.from(text).toString('base64')
