import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import filesystem from '@moorage/driver-filesystem'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { countCalls } from '../../src/testing/count-calls.ts'
import { digestOf } from '../../src/testing/push.ts'
import { type Site, startTestRegistry } from '../../src/testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload, uploadIdOf } from '../../src/testing/upload.ts'
import { readBlob } from '../support/blobs.ts'
import { secret, writeConfiguration } from '../support/configuration-file.ts'
import { octets } from '../support/moving-upload.ts'
import { startSite } from '../support/site.ts'

let resources: AsyncDisposableStack
let data: string
let go: Site

beforeEach(async () => {
  resources = new AsyncDisposableStack()
  const folder = resources.use(await createTemporaryFolder())
  data = join(folder.path, 'data')
  go = resources.use(await startSite('go', await writeConfiguration(folder.path, 'config.yml')))
})

afterEach(() => resources.disposeAsync())

interface CountedSite extends Site {
  /** What is asked of the store, such as `createReader /a/data`. */
  readonly calls: string[]
}

/** Moorage on the same folder, in this process, so that its calls of the store can be seen. */
async function startCounted(): Promise<CountedSite> {
  const driver: StorageDriver = await filesystem.create(parseOptions(filesystem, { rootdirectory: data }), {})
  resources.use(driver)
  const calls: string[] = []
  const registry = resources.use(await startTestRegistry({ http: { secret } }, { driver: countCalls(driver, calls) }))
  return { url: registry.url, fetch: (path, init) => registry.fetch(path, init), calls }
}

const readsOfUploads = (site: CountedSite): string[] =>
  site.calls.filter((call) => /^(?:createReader|readWritten) .*\/_uploads\//.test(call))

/** Sends each chunk to the site beside it. @returns the last location, as a path */
async function send(location: string, turns: readonly (readonly [Site, Buffer])[]): Promise<string> {
  let path = pathOf(location)
  for (const [site, bytes] of turns) {
    const response = await patchUpload(site, path, bytes, octets)
    expect(response.status).toBe(202)
    path = pathOf(locationOf(response))
  }
  return path
}

const lengths = [1, 63, 64, 65, 127, 128, 1_000_003]

test.each(lengths)(
  'Moorage goes on with a hash of the Go registry after %i bytes without reading them',
  async (length) => {
    const moorage = await startCounted()
    const [first, second, third] = [randomBytes(length), randomBytes(1000), randomBytes(100)]
    const path = await send(await beginUpload(go, 'from-go'), [
      [go, first],
      [moorage, second],
    ])
    const digest = digestOf(Buffer.concat([first, second, third]))
    expect((await putUpload(moorage, path, digest, third, octets)).status).toBe(201)
    expect(readsOfUploads(moorage)).toEqual([])
    expect(await readBlob(go, 'from-go', digest)).toEqual(Buffer.concat([first, second, third]))
  },
)

test('Moorage closes an upload of a Go registry without reading it', async () => {
  const moorage = await startCounted()
  const bytes = randomBytes(500_000)
  const path = await send(await beginUpload(go, 'closed'), [[go, bytes]])
  expect((await putUpload(moorage, path, digestOf(bytes), '', octets)).status).toBe(201)
  expect(readsOfUploads(moorage)).toEqual([])
})

test('of two Moorages that take turns the second one reads what the first one hashed natively, once', async () => {
  const [first, second] = [await startCounted(), await startCounted()]
  const chunks = Array.from({ length: 6 }, () => randomBytes(10_000))
  const turns = chunks.map((chunk, index) => [index % 2 === 0 ? first : second, chunk] as const)
  const path = await send(await beginUpload(first, 'turns'), turns)
  const digest = digestOf(Buffer.concat(chunks))
  expect((await putUpload(first, path, digest, '', octets)).status).toBe(201)
  expect([readsOfUploads(first).length, readsOfUploads(second).length]).toEqual([0, 1])
})

test('after two Moorages have taken turns, their hash lies ready for a Go registry, in its own form', async () => {
  const [first, second] = [await startCounted(), await startCounted()]
  const chunks = [randomBytes(1000), randomBytes(70_001), randomBytes(500)]
  const location = await beginUpload(first, 'to-go')
  const [one = Buffer.of(), two = Buffer.of(), three = Buffer.of()] = chunks
  const path = await send(location, [
    [first, one],
    [second, two],
  ])
  const states = join(uploadFolder('to-go', location), 'hashstates', 'sha256')
  const ours = await readFile(join(states, '71001'))
  // The Go registry, asked for the same bytes, writes down the same state.
  const goLocation = await beginUpload(go, 'to-go')
  await send(goLocation, [[go, Buffer.concat([one, two])]])
  const theirs = await readFile(join(uploadFolder('to-go', goLocation), 'hashstates', 'sha256', '71001'))
  expect(ours.toString('hex')).toBe(theirs.toString('hex'))
  const digest = digestOf(Buffer.concat(chunks))
  expect((await putUpload(go, path, digest, three, octets)).status).toBe(201)
  expect(await readBlob(first, 'to-go', digest)).toEqual(Buffer.concat(chunks))
})

function uploadFolder(name: string, location: string): string {
  return join(data, 'docker/registry/v2/repositories', name, '_uploads', uploadIdOf(location))
}

test('nothing of an upload stays behind when another registry closes it', async () => {
  const moorage = await startCounted()
  for (const last of [moorage, go]) {
    const bytes = randomBytes(5000)
    const path = await send(await beginUpload(moorage, 'clean'), [
      [go, bytes.subarray(0, 1000)],
      [moorage, bytes.subarray(1000)],
    ])
    expect((await putUpload(last, path, digestOf(bytes), '', octets)).status).toBe(201)
    expect(await readdir(join(data, 'docker/registry/v2/repositories/clean/_uploads'))).toEqual([])
  }
})
