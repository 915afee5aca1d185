/** Keys that stand at the head of a line, in this order; the others follow by name. */
const head = ['time', 'level', 'msg']

/** One line in the look of Go's logrus: `time="…" level=info msg="listening" http.addr=":5000"`. */
export function formatText(fields: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(fields)
    .filter((key) => !head.includes(key))
    .toSorted()
  const parts = [...head, ...keys]
    .filter((key) => fields[key] !== undefined)
    .map((key) => `${key}=${quoted(fields[key])}`)
  return `${parts.join(' ')}\n`
}

/** Like logrus, quotes whatever is more than letters, digits and a few signs. */
function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /^[A-Za-z0-9\-._/@^+]*$/.test(text) ? text : JSON.stringify(text)
}
