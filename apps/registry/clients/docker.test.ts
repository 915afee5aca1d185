import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type DockerEngine, startDockerEngine } from './support/docker-engine.ts'
import { runCommand } from './support/run-command.ts'
import { findSkipReason } from './support/skip-reason.ts'
import { type RunningRegistry, startRegistry } from './support/start-registry.ts'
import { createTemporaryFolder } from './support/temporary-folder.ts'

const skipReason = await findSkipReason(['dockerd', 'docker'], { asRoot: true })
const resources = new AsyncDisposableStack()
const builtImage = 'harbour:built'
let engine: DockerEngine
let registry: RunningRegistry

beforeAll(async () => {
  if (skipReason !== undefined) return
  registry = resources.use(await startRegistry())
  engine = resources.use(await startDockerEngine())
  await buildImage()
})

afterAll(() => resources.disposeAsync())

beforeEach((context) => {
  if (skipReason !== undefined) context.skip(skipReason)
})

/** Makes an image of one layer with one file, out of nothing. */
async function importImage(image: string, content: string): Promise<void> {
  await using folder = await createTemporaryFolder()
  await writeFile(join(folder.path, 'base.txt'), content)
  await runCommand('tar', ['-cf', join(folder.path, 'base.tar'), '-C', folder.path, 'base.txt'])
  await engine.docker('import', join(folder.path, 'base.tar'), image)
}

/** Makes an image of four layers on the spot, so that nothing is fetched from anywhere. */
async function buildImage(): Promise<void> {
  await using folder = await createTemporaryFolder()
  await importImage('harbour:base', 'the base\n')
  // More than one read of a socket, and of a kind that does not compress to nothing.
  await writeFile(join(folder.path, 'large.bin'), randomBytes(6 * 1024 * 1024))
  await writeFile(join(folder.path, 'small.txt'), 'small\n')
  await writeFile(join(folder.path, 'empty.txt'), '')
  const steps = ['FROM harbour:base', 'COPY large.bin /', 'COPY small.txt /', 'COPY empty.txt /', 'CMD ["/small"]']
  await writeFile(join(folder.path, 'Dockerfile'), steps.join('\n'))
  await engine.docker('build', '--tag', builtImage, folder.path)
  // Only the built image holds the layers now: removing it removes them all.
  await remove('harbour:base')
}

/** What makes an image the same image: the digest of its configuration, and its layers. */
async function inspect(image: string): Promise<unknown> {
  const { stdout } = await engine.docker('image', 'inspect', '--format', '{{json .Id}} {{json .RootFS}}', image)
  return stdout.trim()
}

async function remove(...images: readonly string[]): Promise<void> {
  await engine.docker('image', 'rm', '--force', ...images)
}

test('an image that was pushed and removed is pulled back as it was', async () => {
  const image = `${registry.address}/team/harbour:1.0`
  await engine.docker('tag', builtImage, image)
  const original = await inspect(image)
  await engine.docker('push', image)
  await remove(image, builtImage)
  const { stdout } = await engine.docker('pull', image)
  expect(stdout.match(/Pull complete/g)).toHaveLength(4)
  expect(await inspect(image)).toBe(original)
  await engine.docker('tag', image, builtImage)
})

test('a second tag of the same image is pushed without its layers', async () => {
  const first = `${registry.address}/team/tagged-twice:1`
  const second = `${registry.address}/team/tagged-twice:2`
  await engine.docker('tag', builtImage, first)
  await engine.docker('tag', builtImage, second)
  await engine.docker('push', first)
  const { stdout } = await engine.docker('push', second)
  expect(stdout.match(/Layer already exists/g)).toHaveLength(4)
  const response = await fetch(`http://${registry.address}/v2/team/tagged-twice/tags/list`)
  expect(await response.json()).toEqual({ name: 'team/tagged-twice', tags: ['1', '2'] })
})

test('layers of one repository are mounted into another', async () => {
  const source = `${registry.address}/team/mount-source:1`
  const destination = `${registry.address}/other-team/mount-destination:1`
  await engine.docker('tag', builtImage, source)
  await engine.docker('tag', builtImage, destination)
  await engine.docker('push', source)
  const { stdout } = await engine.docker('push', destination)
  expect(stdout.match(/Mounted from team\//g)).toHaveLength(4)
})

test('an image is pulled by its digest', async () => {
  const tagged = `${registry.address}/team/by-digest:1`
  await engine.docker('tag', builtImage, tagged)
  const original = await inspect(tagged)
  const { stdout } = await engine.docker('push', tagged)
  const digest = /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1]
  await remove(tagged)
  const byDigest = `${registry.address}/team/by-digest@${digest}`
  await engine.docker('pull', byDigest)
  expect(await inspect(byDigest)).toBe(original)
})

test('a tag that moves to another image is pulled anew', async () => {
  const moving = `${registry.address}/team/moving:latest`
  await engine.docker('tag', builtImage, moving)
  await engine.docker('push', moving)
  await importImage('harbour:other', 'other\n')
  await engine.docker('tag', 'harbour:other', moving)
  await engine.docker('push', moving)
  await engine.docker('tag', builtImage, moving)
  await engine.docker('pull', moving)
  expect(await inspect(moving)).toBe(await inspect('harbour:other'))
})

test('pulling an unknown tag says that it is unknown', async () => {
  await expect(engine.docker('pull', `${registry.address}/team/harbour:never-pushed`)).rejects.toThrow(
    /manifest unknown|not found/,
  )
})
