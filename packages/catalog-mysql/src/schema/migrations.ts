/** A step towards the tables of today. Its number never changes, and it never means something else. */
export interface Migration {
  readonly number: number
  /** The table that it makes: it is done again where that is missing. */
  readonly table: string
  /** @param collation the server's name of `utf8_general_ci` */
  readonly statement: (collation: string) => string
}

/** Its own record of what was done; made before the first migration. */
export const migrationsTable =
  'CREATE TABLE IF NOT EXISTS moorage_migrations (number INT NOT NULL PRIMARY KEY, appliedAt BIGINT NOT NULL) ENGINE=InnoDB'

export const migrations: readonly Migration[] = [
  {
    number: 1,
    table: 'repositories',
    // Other programs read it: this shape is fixed.
    statement: (collation) =>
      `CREATE TABLE IF NOT EXISTS repositories (name VARCHAR(1024) NOT NULL, createTime BIGINT(20) NOT NULL DEFAULT 0, PRIMARY KEY (name)) ENGINE=InnoDB DEFAULT CHARACTER SET ${collation.replace(/_.*/, '')} COLLATE ${collation}`,
  },
  {
    number: 2,
    table: 'moorage_names',
    // The same names in byte order, which utf8_general_ci is not: there `_` is behind the letters, and A is a.
    statement: () =>
      'CREATE TABLE IF NOT EXISTS moorage_names (name VARBINARY(255) NOT NULL PRIMARY KEY) ENGINE=InnoDB',
  },
]
