/** Keys that stand at the head of a line, in this order; the others follow by name. */
const head = ['time', 'level', 'msg']

/** One line in the look of Go's logrus: `time="…" level=info msg="listening" http.addr=":5000"`. */
export function formatText(fields: Readonly<Record<string, unknown>>): string {
  let line = ''
  for (const key of head) line += part(key, fields[key])
  for (const key of Object.keys(fields).toSorted()) if (!head.includes(key)) line += part(key, fields[key])
  return `${line.slice(1)}\n`
}

function part(key: string, value: unknown): string {
  return value === undefined ? '' : ` ${key}=${quoted(value)}`
}

const needsQuotes = /[^A-Za-z0-9\-._/@^+]/

/** Like logrus, quotes whatever is more than letters, digits and a few signs. */
function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return needsQuotes.test(text) ? JSON.stringify(text) : text
}
