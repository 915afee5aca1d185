import type { RequestEntry } from '../requests/request-entry.ts'

/** A request on one line, with the reason when it was refused. */
export function requestLine(entry: RequestEntry): string {
  const {
    status,
    operation,
    bucket,
    key,
    requestBytes,
    responseBytes,
    durationMs = 0,
    errorCode,
    detail,
    fault,
  } = entry
  const bytes = `${requestBytes} B in, ${responseBytes} B out`
  const words = [status ?? 'no answer', operation, `${bucket}/${key}`, `(${bytes}, ${durationMs.toFixed(1)} ms)`]
  if (errorCode !== undefined) words.push(errorCode)
  if (detail !== undefined) words.push(`because ${detail}`)
  if (fault !== undefined) words.push(`by the fault ${fault}`)
  return `${words.join(' ')}\n`
}
