import type { NameColumn } from '../schema/name-column.ts'

/**
 * The statements, for the collation that the table `repositories` has. Names of tables and collations are the only
 * things in them that are no constants, and those come from the server's own list.
 *
 * Every name is in both tables: `repositories`, which other programs read, and `moorage_names`, whose key is in byte
 * order. Writers lock them in this order: `moorage_names`, `repositories`. A name that is only in the former is in no
 * answer, so whoever adds while another removes leaves nothing behind that could be seen.
 */
export class Statements {
  readonly #join: string
  readonly #collated: string

  constructor({ characterSet, collation }: NameColumn) {
    // The collation decides whether the key of `repositories` is used.
    this.#collated = `CONVERT(? USING ${characterSet}) COLLATE ${collation}`
    this.#join = `repositories r ON r.name = ${this.#collated.replace('?', 'n.name')}`
  }

  /** Values: the name before, the number of rows. */
  get list(): string {
    return `SELECT n.name, r.createTime FROM moorage_names n STRAIGHT_JOIN ${this.#join} WHERE n.name > ? ORDER BY n.name LIMIT ?`
  }

  /** Values: the term, the number of rows, the rows to leave out. LOCATE knows no wildcards. */
  get search(): string {
    return `SELECT n.name, r.createTime FROM moorage_names n STRAIGHT_JOIN ${this.#join} WHERE LOCATE(?, n.name) > 0 ORDER BY n.name LIMIT ? OFFSET ?`
  }

  /** Values: the term. */
  get count(): string {
    return `SELECT COUNT(*) FROM moorage_names n STRAIGHT_JOIN ${this.#join} WHERE LOCATE(?, n.name) > 0`
  }

  /** Values: a name for each row. */
  insertNames(rows: number): string {
    return `INSERT INTO moorage_names (name) VALUES ${list(rows, '(?)')} ON DUPLICATE KEY UPDATE name = VALUES(name)`
  }

  /** Values: a name for each row. One that differs in case alone, of another program, becomes the right one. */
  addRepositories(rows: number): string {
    return `INSERT INTO repositories (name, createTime) VALUES ${list(rows, '(?, 0)')} ON DUPLICATE KEY UPDATE name = VALUES(name)`
  }

  /** Values: a name and a time for each row. */
  recordRepositories(rows: number): string {
    return `INSERT INTO repositories (name, createTime) VALUES ${list(rows, '(?, ?)')} ON DUPLICATE KEY UPDATE name = VALUES(name), createTime = GREATEST(COALESCE(createTime, 0), VALUES(createTime))`
  }

  /** Values: a name for each row. */
  deleteNames(rows: number): string {
    return `DELETE FROM moorage_names WHERE name IN (${list(rows, '?')})`
  }

  /** Values: a name for each row. */
  deleteRepositories(rows: number): string {
    return `DELETE FROM repositories WHERE name IN (${list(rows, this.#collated)})`
  }

  /** Rows of `repositories` in the order of their key: the name's bytes, and 1 where it is listed. Values: the number. */
  get firstRows(): string {
    return this.#rows('')
  }

  /** The same behind a row. Values: the bytes of its name, the number of rows. */
  get nextRows(): string {
    return this.#rows(`WHERE r.name > ${this.#collated}`)
  }

  /** Values: the bytes of each name, and once more. Names that are equal to these by their collation alone stay. */
  deleteExactRows(rows: number): string {
    return `DELETE FROM repositories WHERE name IN (${list(rows, this.#collated)}) AND CAST(name AS BINARY) IN (${list(rows, '?')})`
  }

  /** Names, and 1 for those that `repositories` has. Values: the name before, the number of rows. */
  get listedNames(): string {
    return `SELECT n.name, r.name IS NOT NULL FROM moorage_names n LEFT JOIN ${this.#join} WHERE n.name > ? ORDER BY n.name LIMIT ?`
  }

  /** Values: a name for each row. Those that `repositories` has by now stay. */
  deleteOrphanNames(rows: number): string {
    return `DELETE n FROM moorage_names n LEFT JOIN ${this.#join} WHERE n.name IN (${list(rows, '?')}) AND r.name IS NULL`
  }

  #rows(condition: string): string {
    return `SELECT CAST(r.name AS BINARY), n.name IS NOT NULL FROM repositories r LEFT JOIN moorage_names n ON n.name = CAST(r.name AS BINARY) ${condition} ORDER BY r.name LIMIT ?`
  }
}

function list(count: number, item: string): string {
  return Array.from({ length: count }, () => item).join(', ')
}
