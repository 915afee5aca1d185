/** Errors that JavaScript itself throws: a mistake in a program, which nobody finds without the stack. */
const mistakes = [TypeError, RangeError, ReferenceError]

/** An error as fields of a line: its message with those of its causes, and the stack where it shows a mistake. */
export function errorFields(key: string, error: Error): Record<string, string> {
  const isMistake = mistakes.some((mistake) => error instanceof mistake)
  return {
    [key]: errorText(error),
    ...(isMistake && error.stack !== undefined ? { [`${key}.stack`]: error.stack } : {}),
  }
}

/** The message of an error with those of its causes, each said once: `cannot write: disk is full`. */
export function errorText(error: unknown): string {
  const texts: string[] = []
  let current = error
  while (current !== undefined && current !== null && texts.length < 8) {
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
