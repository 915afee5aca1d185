import { randomBytes } from 'node:crypto'

/** 24 digits, the first of which are the time. */
export function createRequestId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return `${seconds}${randomBytes(8).toString('hex')}`.toUpperCase()
}
