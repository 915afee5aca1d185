import { CatalogError } from '@moorage/catalog-core'
import { catalogName } from '../catalog-name.ts'
import type { Session } from '../connections/session.ts'
import { checkTables } from './check-tables.ts'
import { type Migration, migrations, migrationsTable } from './migrations.ts'
import type { NameColumn } from './name-column.ts'
import { readTables, type Tables } from './tables.ts'

/** The name belongs to the database, not to the server. */
const lockName = "CONCAT('moorage-tables:', LEFT(SHA2(DATABASE(), 256), 40))"

/**
 * Makes the tables that are missing, one process at a time. Where none is, nothing is written and no right to make
 * tables is needed.
 * @returns how names are compared
 * @throws CatalogError `CONFIG_INVALID` for a table `repositories` that cannot be used
 */
export async function migrate(session: Session, place: string): Promise<NameColumn> {
  const tables = await readTables(session)
  const missing = await missingMigrations(session, tables)
  if (missing.length === 0) return checkTables(tables, place)
  // Before anything is made: nothing is added to the database of another program.
  if (tables.columns.has('repositories')) checkTables(tables, place)
  await lock(session, place)
  try {
    await apply(session)
  } finally {
    if (session.isUsable) await session.execute(`SELECT RELEASE_LOCK(${lockName})`, [])
  }
  return checkTables(await readTables(session), place)
}

async function apply(session: Session): Promise<void> {
  const tables = await readTables(session)
  if (!tables.columns.has('moorage_migrations')) await session.command(migrationsTable)
  const collation = await generalCollation(session)
  for (const { number, statement } of await missingMigrations(session, tables)) {
    await session.command(statement(collation))
    await session.execute('INSERT IGNORE INTO moorage_migrations (number, appliedAt) VALUES (?, UNIX_TIMESTAMP())', [
      number,
    ])
  }
}

async function missingMigrations(session: Session, { columns }: Tables): Promise<readonly Migration[]> {
  const rows = columns.has('moorage_migrations')
    ? await session.execute('SELECT number FROM moorage_migrations', [])
    : []
  const applied = new Set(rows.map(([number]) => Number(number)))
  return migrations.filter(({ number, table }) => !applied.has(number) || !columns.has(table))
}

/** `utf8_general_ci` has two names, of which servers know the older one, the newer one, or both. */
async function generalCollation(session: Session): Promise<string> {
  const statement =
    "SELECT COLLATION_NAME FROM information_schema.COLLATIONS WHERE COLLATION_NAME IN ('utf8_general_ci', 'utf8mb3_general_ci')"
  const names = (await session.execute(statement, [])).map(([name]) => String(name))
  return names.includes('utf8mb3_general_ci') ? 'utf8mb3_general_ci' : 'utf8_general_ci'
}

async function lock(session: Session, place: string): Promise<void> {
  const seconds = Math.max(1, Math.floor(session.timeoutMs / 2000))
  const [row] = await session.execute(`SELECT GET_LOCK(${lockName}, ?)`, [seconds])
  if (Number(row?.[0]) === 1) return
  const message = `${place}: another process makes the tables for more than ${seconds} s`
  throw new CatalogError({ code: 'BUSY', catalog: catalogName, message })
}
