/**
 * Variables that would break what the catalog does: pages would end early, reads would not see what others wrote,
 * names would be taken for others. And `password`, with which SET means something else.
 */
const refused = /^(?:autocommit|sql_select_limit|completion_type|password|names|(?:character_set|collation)_.*)$/i

/** A number, a word such as ON, or a text in quotes that needs no escapes: an expression with one meaning only. */
const simpleValue = /^(?:-?\d+(?:\.\d+)?|[A-Za-z][A-Za-z0-9_]*|'[^'\\]*'|"[^"\\]*")$/

/** Why a parameter cannot be set as a system variable of a connection, or undefined when it can. */
export function refuseVariable(name: string, value: string): string | undefined {
  if (!/^[a-zA-Z_][a-zA-Z0-9_.]*$/.test(name)) return 'it is no name of a system variable'
  if (refused.test(name)) return 'the catalog sets it itself'
  return simpleValue.test(value) ? undefined : 'its value is no number, no word and no text in quotes'
}

/** The statement that sets variables, or undefined where there are none. */
export function setVariables(variables: Readonly<Record<string, string>>): string | undefined {
  // What they consist of was checked: a quoted text has no quote in it, and ANSI_QUOTES changes double ones.
  const assignments = Object.entries(variables).map(
    ([name, value]) => `${name} = ${value.startsWith('"') ? `'${value.slice(1, -1).replaceAll("'", "''")}'` : value}`,
  )
  return assignments.length === 0 ? undefined : `SET ${assignments.join(', ')}`
}
