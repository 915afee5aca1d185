import type { DatabaseSync } from 'node:sqlite'
import { configurationError } from './errors.ts'

/**
 * What makes each version of the tables from the one before; `user_version` says which the file has.
 * Other tables in the file are left alone: it may be the search index that the first docker-registry made with
 * SQLAlchemy, which has `version` and `repository`.
 *
 * BINARY is byte order. createTime is Unix seconds of the newest push, 0 for none.
 */
const migrations = [
  `CREATE TABLE repositories (
    name TEXT PRIMARY KEY NOT NULL COLLATE BINARY,
    createTime INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID`,
] as const

/** @throws CatalogError `CONFIG_INVALID` for a file whose tables are not of this package */
export function migrate(database: DatabaseSync, path: string): void {
  if (versionOf(database) === migrations.length) return
  database.exec('BEGIN IMMEDIATE')
  // Another process may have done it while this one waited.
  const version = versionOf(database)
  if (version > migrations.length) {
    throw configurationError(
      `${path} has version ${version} of the tables, and this release knows ${migrations.length}: ` +
        'use the newer release again, or another file',
    )
  }
  if (version === 0 && hasRepositories(database)) {
    throw configurationError(`${path} has a table repositories that another program made: give another path`)
  }
  for (const migration of migrations.slice(version)) database.exec(migration)
  database.exec(`PRAGMA user_version = ${migrations.length}; COMMIT`)
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
}

function hasRepositories(database: DatabaseSync): boolean {
  return database.prepare(`SELECT 1 FROM sqlite_schema WHERE lower(name) = 'repositories'`).get() !== undefined
}
