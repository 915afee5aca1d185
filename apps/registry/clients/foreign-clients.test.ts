import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest'
import { type MultiPlatformImage, readBlobDigests, writeLayout } from './support/oci-layout.ts'
import { runCommand } from './support/run-command.ts'
import { findSkipReason } from './support/skip-reason.ts'
import { type RunningRegistry, startRegistry } from './support/start-registry.ts'
import { createTemporaryFolder } from './support/temporary-folder.ts'

const resources = new AsyncDisposableStack()
let registry: RunningRegistry
let folder: string
let image: MultiPlatformImage

beforeAll(async () => {
  folder = resources.use(await createTemporaryFolder()).path
  image = await writeLayout(join(folder, 'original'), 'original')
  registry = resources.use(await startRegistry())
})

afterAll(() => resources.disposeAsync())

/** These clients have no package in Debian, so they are tried only where someone installed them. */
async function skipUnlessInstalled(context: TestContext, program: string): Promise<void> {
  const reason = await findSkipReason([program])
  if (reason !== undefined) context.skip(reason)
}

async function run(program: string, ...parameters: readonly string[]): Promise<string> {
  // Settings that a user keeps at home would be read, and written.
  const { stdout } = await runCommand(program, parameters, { environment: { HOME: folder } })
  return stdout.trim()
}

test('crane pushes a layout as an index of an index, copies it to another repository and pulls it back', async (context) => {
  await skipUnlessInstalled(context, 'crane')
  const source = `${registry.address}/crane/source:1`
  const destination = `${registry.address}/crane/destination:1`
  await run('crane', 'push', '--index', join(folder, 'original'), source)
  await run('crane', 'copy', source, destination)
  await run('crane', 'pull', '--format=oci', destination, join(folder, 'crane'))
  const original = await readBlobDigests(join(folder, 'original'))
  // One blob more than before: index.json, which crane pushes as the outer index.
  expect([...(await readBlobDigests(join(folder, 'crane')))]).toEqual(expect.arrayContaining([...original]))
  expect(await run('crane', 'ls', `${registry.address}/crane/destination`)).toBe('1')
})

test('regctl copies a layout in and out and deletes a tag', async (context) => {
  await skipUnlessInstalled(context, 'regctl')
  const repository = `${registry.address}/regctl/image`
  await run('regctl', 'registry', 'set', '--tls', 'disabled', registry.address)
  await run('regctl', 'image', 'copy', `ocidir://${join(folder, 'original')}:original`, `${repository}:1`)
  await run('regctl', 'image', 'copy', `${repository}:1`, `${repository}:2`)
  await run('regctl', 'image', 'copy', `${repository}:2`, `ocidir://${join(folder, 'regctl')}:1`)
  expect(await readBlobDigests(join(folder, 'regctl'))).toEqual(await readBlobDigests(join(folder, 'original')))
  expect(await run('regctl', 'image', 'digest', `${repository}:1`)).toBe(image.index.digest)
  await run('regctl', 'tag', 'delete', `${repository}:1`)
  expect(await run('regctl', 'tag', 'ls', repository)).toBe('2')
})
