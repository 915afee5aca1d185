import { destination } from 'pino'

/** Where lines of the access log go. */
export interface AccessLogOutput {
  write(line: string): void
}

/** Lines gather until there are this many bytes of them, or for a moment: a write for each would cost more than most requests. */
const gatheredBytes = 8 * 1024
const gatheredMs = 100

let shared: AccessLogOutput | undefined

/** Standard output. What has gathered is written when the process ends, too. */
export function standardOutput(): AccessLogOutput {
  shared ??= destination({ dest: 1, sync: false, minLength: gatheredBytes, periodicFlush: gatheredMs })
  return shared
}
