import { expect, test } from 'vitest'
import { Statements } from './names/statements.ts'
import { openCatalog } from './testing/open-catalog.ts'
import { suiteServer } from './testing/suite-server.ts'

const server = suiteServer()

const statements = new Statements({ characterSet: 'utf8mb3', collation: 'utf8mb3_general_ci' })

interface Step {
  readonly table: string
  readonly access: string
  readonly key: string
  readonly rows: number
  readonly extra: string
}

/** How the server would do a statement; each `?` becomes one of `values`, as text in SQL. */
async function explain(database: string, statement: string, values: readonly string[]): Promise<readonly Step[]> {
  const lines = (await server().execute(`USE ${database}; EXPLAIN ${filled(statement, values)}`)).split('\n')
  return lines.map((line) => {
    const [, , table = '', access = '', , key = '', , , rows = '', extra = ''] = line.split('\t')
    return { table, access, key, rows: Number(rows), extra }
  })
}

async function fill(): Promise<string> {
  const { dsn, name } = await server().createDatabase()
  await (await openCatalog({ dsn }))[Symbol.asyncDispose]()
  await server().execute(
    `USE ${name}; INSERT INTO repositories (name) SELECT CONCAT('r', LPAD(seq, 5, '0')) FROM seq_1_to_20000; INSERT INTO moorage_names SELECT name FROM repositories; ANALYZE TABLE repositories, moorage_names`,
  )
  return name
}

test('pages come from keys: nothing is sorted, and no more rows are read than the page has', async () => {
  const name = await fill()
  for (const after of ["''", "'r00001'", "'r19000'"]) {
    const steps = await explain(name, statements.list, [after, '101'])
    expect(steps.map(({ table, key }) => [table, key])).toEqual([
      ['n', 'PRIMARY'],
      ['r', 'PRIMARY'],
    ])
    expect(steps[0]?.access).toBe('range')
    expect(steps[1]).toMatchObject({ access: 'eq_ref', rows: 1 })
    expect(steps.map(({ extra }) => extra).join()).not.toMatch(/filesort|temporary/)
  }

  const reading = `FLUSH STATUS; ${filled(statements.list, ["'r10000'", '101'])}; SHOW SESSION STATUS LIKE 'Handler_read%'`
  const output = await server().execute(`USE ${name}; ${reading}`)
  const reads = [...output.matchAll(/^Handler_read\w*\t(\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
  expect(reads).toBeGreaterThan(100)
  expect(reads).toBeLessThan(300)
})

test('searches are in the order of the key too', async () => {
  const name = await fill()
  const steps = await explain(name, statements.search, ["'r0'", '25', '50'])
  expect(steps.map(({ table, key }) => [table, key])).toEqual([
    ['n', 'PRIMARY'],
    ['r', 'PRIMARY'],
  ])
  expect(steps.map(({ extra }) => extra).join()).not.toMatch(/filesort|temporary/)
})

test('repairing walks along keys, and rows are deleted by them', async () => {
  const name = await fill()
  const walks = [
    { statement: statements.firstRows, values: ['2000'] },
    { statement: statements.nextRows, values: ["'r10000'", '2000'] },
    { statement: statements.listedNames, values: ["'r10000'", '2000'] },
  ]
  for (const { statement, values } of walks) {
    const steps = await explain(name, statement, values)
    expect(steps.map(({ key }) => key)).toEqual(['PRIMARY', 'PRIMARY'])
    expect(steps.map(({ extra }) => extra).join()).not.toMatch(/filesort|temporary/)
  }
  const names = Array.from({ length: 10 }, (_, index) => `'r0100${index}'`)
  const deletions = [
    { statement: statements.deleteRepositories(10), values: names },
    { statement: statements.deleteNames(10), values: names },
    { statement: statements.deleteExactRows(10), values: [...names, ...names] },
    { statement: statements.deleteOrphanNames(10), values: names },
  ]
  for (const { statement, values } of deletions) {
    const [first] = await explain(name, statement, values)
    expect(first).toMatchObject({ key: 'PRIMARY', access: 'range', rows: 10 })
  }
})

function filled(statement: string, values: readonly string[]): string {
  const rest = [...values]
  return statement.replaceAll('?', () => rest.shift() ?? 'NULL')
}
