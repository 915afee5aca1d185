import { type DriverError, isDriverError } from '@moorage/driver-core'

/** Errors that JavaScript itself throws: a mistake in a program, which nobody finds without the stack. */
const mistakes = [TypeError, RangeError, ReferenceError]

const mostCauses = 8

/**
 * An error as fields of a line: its message with those of its causes, the code and the store's own request id of a driver's error, for the
 * store's support desk, and the stack where it shows a mistake.
 */
export function errorFields(key: string, error: Error): Record<string, string> {
  const { code, requestId } = driverErrorOf(error) ?? {}
  const isMistake = mistakes.some((mistake) => error instanceof mistake)
  return {
    [key]: errorText(error),
    ...(code === undefined ? {} : { [`${key}.code`]: code }),
    ...(requestId === undefined ? {} : { [`${key}.requestid`]: requestId }),
    ...(isMistake && error.stack !== undefined ? { [`${key}.stack`]: error.stack } : {}),
  }
}

function driverErrorOf(error: Error): DriverError | undefined {
  for (let current: unknown = error, left = mostCauses; left > 0; left -= 1) {
    if (isDriverError(current)) return current
    if (!(current instanceof Error)) return undefined
    current = current.cause
  }
  return undefined
}

/** The message of an error with those of its causes, each said once: `cannot write: disk is full`. */
export function errorText(error: unknown): string {
  const texts: string[] = []
  let current = error
  while (current !== undefined && current !== null && texts.length < mostCauses) {
    const text = messageOf(current)
    if (text !== '' && !texts.some((earlier) => earlier.includes(text))) texts.push(text)
    current = current instanceof Error ? current.cause : undefined
  }
  return texts.join(': ')
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ')
  if (error instanceof Error) return error.message === '' ? error.name : error.message
  return String(error)
}
