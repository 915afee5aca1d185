import type { MariaDb } from '@moorage/testkit/programs'

/** What a server did in the meantime. */
export interface Counts {
  /** Statements that were run, of whatever kind. */
  readonly executed: number
  /** Statements that were prepared. */
  readonly prepared: number
  /** Statements that write, whether they found anything to write or not. */
  readonly writing: number
  /** Rows that were written. */
  readonly writtenRows: number
}

const variables = {
  executed: ['Com_stmt_execute'],
  prepared: ['Com_stmt_prepare'],
  writing: ['Com_insert', 'Com_delete', 'Com_delete_multi', 'Com_update'],
} as const

/** What a server must be told to count rows. */
export const countingParameters: readonly string[] = ['--userstat=1']

/** Counts what a server does while `work` runs; nobody else may use it meanwhile. */
export async function countStatements(server: MariaDb, work: () => Promise<unknown>): Promise<Counts> {
  const before = await status(server)
  await work()
  const after = await status(server)
  const grown = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + (after.get(name) ?? 0) - (before.get(name) ?? 0), 0)
  return {
    executed: grown(variables.executed),
    prepared: grown(variables.prepared),
    writing: grown(variables.writing),
    writtenRows: grown(['changed rows']),
  }
}

async function status(server: MariaDb): Promise<ReadonlyMap<string, number>> {
  const changed = "SELECT 'changed rows', SUM(ROWS_CHANGED) FROM information_schema.TABLE_STATISTICS"
  const lines = (await server.execute(`SHOW GLOBAL STATUS; ${changed}`)).split('\n')
  return new Map(
    lines.map((line) => {
      const [name = '', value = ''] = line.split('\t')
      return [name, Number(value)]
    }),
  )
}
