import { createRequire } from 'node:module'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { startDaemon } from '../../clients/support/daemon.ts'
import { runCommand } from '../../clients/support/run-command.ts'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { errorCodes, pushImage } from '../../src/testing/push.ts'
import { main, siteOf } from '../support/site.ts'

/** The oldest Node that the packages say they run on. */
const node = join(dirname(createRequire(import.meta.url).resolve('node-22/package.json')), 'bin', 'node')

test('the oldest Node is the one that the packages name', async () => {
  const { engines } = createRequire(import.meta.url)('../../package.json') as { engines: { node: string } }
  const { stdout } = await runCommand(node, ['--version'])
  expect(`v${engines.node.replace('>=', '')}.0`).toBe(stdout.trim())
})

test.each([
  ['no catalog', () => ({})],
  ['a catalog in SQLite', (folder: string) => ({ REGISTRY_CATALOG_SQLITE_PATH: join(folder, 'names.db') })],
  ['a catalog in a file', (folder: string) => ({ REGISTRY_CATALOG_FILE_PATH: join(folder, 'names') })],
] as const)('with %s, a registry on the oldest Node serves, refuses and stops', async (_, catalog) => {
  await using folder = await createTemporaryFolder()
  await writeFile(join(folder.path, 'names'), '')
  await using daemon = await startDaemon(node, [main, 'serve'], {
    workingFolder: folder.path,
    environment: { REGISTRY_HTTP_ADDR: '127.0.0.1:0', ...catalog(folder.path) },
    readyPattern: /listening on http:\/\/(127\.0\.0\.1:\d+)/,
  })
  const site = siteOf(daemon)
  const { digest } = await pushImage(site, 'team/app', 'latest')
  expect((await site.fetch('/v2/team/app/manifests/latest')).headers.get('docker-content-digest')).toBe(digest)
  expect(await (await site.fetch('/v2/_catalog')).json()).toEqual({ repositories: ['team/app'] })
  expect(await errorCodes(await site.fetch('/v2/team/app/manifests/missing'))).toEqual(['MANIFEST_UNKNOWN'])
  expect(await errorCodes(await site.fetch('/v2/Team/tags/list'))).toEqual(['NAME_INVALID'])
  expect((await site.fetch(`/v2/team/app/manifests/${digest}`, { method: 'DELETE' })).status).toBe(202)
  expect(await (await site.fetch('/v2/_catalog')).json()).toEqual({ repositories: [] })
  expect(await daemon.stop('SIGTERM')).toBe(0)
  expect(daemon.output()).not.toContain('Warning')
})
