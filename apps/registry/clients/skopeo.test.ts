import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type MultiPlatformImage, readBlob, readBlobDigests, writeLayout } from './support/oci-layout.ts'
import { runCommand } from './support/run-command.ts'
import { findSkipReason } from './support/skip-reason.ts'
import { type RunningRegistry, startRegistry } from './support/start-registry.ts'
import { createTemporaryFolder } from './support/temporary-folder.ts'

const skipReason = await findSkipReason(['skopeo'])
const resources = new AsyncDisposableStack()
let registry: RunningRegistry
let folder: string
let image: MultiPlatformImage

beforeAll(async () => {
  if (skipReason !== undefined) return
  folder = resources.use(await createTemporaryFolder()).path
  image = await writeLayout(join(folder, 'original'), 'original')
  registry = resources.use(await startRegistry())
})

afterAll(() => resources.disposeAsync())

beforeEach((context) => {
  if (skipReason !== undefined) context.skip(skipReason)
})

/** Runs skopeo and returns what it prints. */
async function skopeo(...parameters: readonly string[]): Promise<string> {
  // Whom a machine trusts to sign images has nothing to do with the registry.
  const { stdout } = await runCommand('skopeo', ['--insecure-policy', ...parameters])
  return stdout
}

/** Pushes the image of both platforms, digests as they are. */
async function push(reference: string): Promise<void> {
  await skopeo(
    'copy',
    '--all',
    '--preserve-digests',
    '--dest-tls-verify=false',
    `oci:${join(folder, 'original')}:original`,
    `docker://${registry.address}/${reference}`,
  )
}

/** Pulls every platform of an image into a new layout. */
async function pull(reference: string, layoutName: string): Promise<string> {
  const layout = join(folder, layoutName)
  await skopeo(
    'copy',
    '--all',
    '--preserve-digests',
    '--src-tls-verify=false',
    `docker://${registry.address}/${reference}`,
    `oci:${layout}:copy`,
  )
  return layout
}

test('an image of two platforms comes back by tag, byte for byte', async () => {
  await push('team/by-tag:1')
  const copy = await pull('team/by-tag:1', 'by-tag')
  expect(await readBlobDigests(copy)).toEqual(await readBlobDigests(join(folder, 'original')))
})

test('an image of two platforms comes back by digest, byte for byte', async () => {
  await push('team/by-digest:1')
  const copy = await pull(`team/by-digest@${image.index.digest}`, 'by-digest')
  expect(await readBlobDigests(copy)).toEqual(await readBlobDigests(join(folder, 'original')))
})

test('an image is pushed by digest, without a tag', async () => {
  await push(`team/untagged@${image.index.digest}`)
  const copy = await pull(`team/untagged@${image.index.digest}`, 'untagged')
  expect(await readBlobDigests(copy)).toEqual(await readBlobDigests(join(folder, 'original')))
})

test('manifests are kept byte for byte', async () => {
  await push('team/raw:1')
  for (const { digest } of [image.index, ...image.manifests]) {
    const raw = await skopeo(
      'inspect',
      '--raw',
      '--tls-verify=false',
      `docker://${registry.address}/team/raw@${digest}`,
    )
    expect(raw).toBe((await readBlob(join(folder, 'original'), digest)).toString())
  }
})

test('a platform is chosen from the index', async () => {
  await push('team/platforms:1')
  const reference = `docker://${registry.address}/team/platforms:1`
  for (const architecture of ['amd64', 'arm64']) {
    const inspected = await skopeo('--override-arch', architecture, 'inspect', '--tls-verify=false', reference)
    expect(JSON.parse(inspected)).toMatchObject({ Architecture: architecture, RepoTags: ['1'] })
  }
})

test('tags are listed in order', async () => {
  for (const tag of ['2', '10', '1', 'latest']) await push(`team/tags:${tag}`)
  const listed = await skopeo('list-tags', '--tls-verify=false', `docker://${registry.address}/team/tags`)
  expect(JSON.parse(listed)).toMatchObject({ Tags: ['1', '10', '2', 'latest'] })
})

test('a deleted image is gone and the others stay', async () => {
  await push('team/deletion:kept')
  const doomed = `docker://${registry.address}/team/deletion:doomed`
  await skopeo(
    'copy',
    '--preserve-digests',
    '--dest-tls-verify=false',
    '--override-os=linux',
    '--override-arch=amd64',
    `oci:${join(folder, 'original')}:original`,
    doomed,
  )
  await skopeo('delete', '--tls-verify=false', doomed)
  await expect(skopeo('inspect', '--raw', '--tls-verify=false', doomed)).rejects.toThrow(/manifest unknown/)
  const listed = await skopeo('list-tags', '--tls-verify=false', `docker://${registry.address}/team/deletion`)
  expect(JSON.parse(listed)).toMatchObject({ Tags: ['kept'] })
})
