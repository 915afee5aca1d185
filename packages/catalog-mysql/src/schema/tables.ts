import type { Session } from '../connections/session.ts'

/** A column, as the server describes it. */
export interface Column {
  readonly name: string
  readonly type: string
  readonly length: number
  readonly characterSet: string | undefined
  readonly collation: string | undefined
  /** Whether a row can be inserted that says nothing about it. */
  readonly isOptional: boolean
}

/** The catalog's tables that are there. */
export interface Tables {
  readonly columns: ReadonlyMap<string, readonly Column[]>
  /** Whether the names in `repositories` are unique, at least by their first 255 characters. */
  readonly hasUniqueNames: boolean
}

const ofThisDatabase = `TABLE_SCHEMA = DATABASE() AND TABLE_NAME`

const columnsStatement = `SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, CHARACTER_SET_NAME, COLLATION_NAME, IS_NULLABLE = 'YES' OR COLUMN_DEFAULT IS NOT NULL OR EXTRA <> '' FROM information_schema.COLUMNS WHERE ${ofThisDatabase} IN ('repositories', 'moorage_names', 'moorage_migrations')`

const keysStatement = `SELECT INDEX_NAME, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS WHERE ${ofThisDatabase} = 'repositories' AND NON_UNIQUE = 0`

/** What the server says about the catalog's tables. A user sees those that it has a right to. */
export async function readTables(session: Session): Promise<Tables> {
  const columns = new Map<string, Column[]>()
  for (const [table, name, type, length, characterSet, collation, isOptional] of await session.execute(
    columnsStatement,
    [],
  )) {
    const known = columns.get(String(table)) ?? []
    columns.set(String(table), known)
    known.push({
      name: String(name),
      type: String(type).toLowerCase(),
      length: Number(length ?? 0),
      characterSet: textOf(characterSet),
      collation: textOf(collation),
      isOptional: Number(isOptional) === 1,
    })
  }
  return { columns, hasUniqueNames: await hasUniqueNames(session) }
}

async function hasUniqueNames(session: Session): Promise<boolean> {
  const keys = new Map<string, boolean[]>()
  for (const [key, column, prefix] of await session.execute(keysStatement, [])) {
    const isName = String(column).toLowerCase() === 'name' && (prefix === null || Number(prefix) >= 255)
    keys.set(String(key), [...(keys.get(String(key)) ?? []), isName])
  }
  return [...keys.values()].some((columns) => columns.length === 1 && columns[0] === true)
}

function textOf(value: unknown): string | undefined {
  // Some servers have binary text in these columns.
  return typeof value === 'string' || Buffer.isBuffer(value) ? value.toString() : undefined
}
