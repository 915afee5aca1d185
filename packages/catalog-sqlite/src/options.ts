import { durationOption, textOption } from '@moorage/part-loader'
import { z, type ZodType } from 'zod'

export interface SqliteOptions {
  /** The database, a file; made when it is missing, in a folder that exists. */
  readonly path: string
  /** Milliseconds that a call waits while other processes write. Default 5,000. */
  readonly busytimeout: number
}

const expectedPath = 'expected the path of a file'

/** The schema of the catalog's options. */
export const sqliteOptions: ZodType<SqliteOptions> = z.strictObject({
  path: textOption(expectedPath).refine(
    // SQLite has names of its own for databases that end with the process.
    (path) => path.trim() !== '' && path !== ':memory:' && !path.startsWith('file:'),
    `${expectedPath}: a catalog is there for several processes, and after a restart`,
  ),
  busytimeout: durationOption({ minMs: 0, maxMs: 600_000 }).default(5000),
})
