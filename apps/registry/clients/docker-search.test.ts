import { join } from 'node:path'
import { findMariaDbSkipReason, startMariaDb } from '@moorage/testkit/programs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { pushImage } from '../src/testing/push.ts'
import { type DockerEngine, startDockerEngine } from './support/docker-engine.ts'
import { findSkipReason } from './support/skip-reason.ts'
import { startRegistry } from './support/start-registry.ts'
import { createTemporaryFolder } from './support/temporary-folder.ts'

const skipReason = await findSkipReason(['dockerd', 'docker'], { asRoot: true })
const resources = new AsyncDisposableStack()
let engine: DockerEngine

beforeAll(async () => {
  if (skipReason === undefined) engine = resources.use(await startDockerEngine())
})

afterAll(() => resources.disposeAsync())

beforeEach((context) => {
  if (skipReason !== undefined) context.skip(skipReason)
})

/** What the environment says about the catalog. */
const environments: readonly [string, (folder: string) => Promise<Readonly<Record<string, string>>>][] = [
  ['no catalog', async () => ({})],
  [
    'SEARCH_BACKEND=sqlalchemy',
    async (folder) => ({
      SEARCH_BACKEND: 'sqlalchemy',
      SQLALCHEMY_INDEX_DATABASE: `sqlite:///${join(folder, 'index.db')}`,
    }),
  ],
  [
    'SEARCH_BACKEND=MYSQL',
    async () => {
      const mariadb = resources.use(await startMariaDb())
      const { dsn } = await mariadb.createDatabase()
      return { SEARCH_BACKEND: 'MYSQL', SEARCH_BACKEND_MYSQL: `${dsn}?loc=Local&parseTime=true` }
    },
  ],
]

describe.each(environments)('docker search, with %s', (name, environmentIn) => {
  test('shows the repositories whose names contain the term', async (context) => {
    const reason = name.endsWith('MYSQL') ? await findMariaDbSkipReason() : undefined
    if (reason !== undefined) context.skip(reason)
    await using folder = await createTemporaryFolder()
    await using registry = await startRegistry(await environmentIn(folder.path))
    const url = `http://${registry.address}`
    const site = { url, fetch: (path: string, init?: RequestInit) => fetch(new URL(path, url), init) }
    for (const repository of ['app', 'team/app', 'team/other']) await pushImage(site, repository, 'latest')
    const search = async (term: string, ...options: readonly string[]): Promise<readonly string[]> => {
      const { stdout } = await engine.docker(
        'search',
        ...options,
        '--format',
        '{{.Name}}',
        `${registry.address}/${term}`,
      )
      return stdout.split('\n').filter((line) => line !== '')
    }
    expect(await search('app')).toEqual(['app', 'team/app'])
    expect(await search('team/app')).toEqual(['team/app'])
    expect(await search('TEAM')).toEqual(['team/app', 'team/other'])
    expect(await search('app', '--limit', '1')).toEqual(['app'])
    expect(await search('nothing')).toEqual([])
  })
})
