import { MemoryBucket, MemoryObjectStoreClient } from '@moorage/driver-core/object-store/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countCalls } from '../testing/count-calls.ts'
import { digestOf } from '../testing/push.ts'
import { createMemoryObjectStore } from '../testing/memory-object-store.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload, uploadIdOf } from '../testing/upload.ts'
import { type UploadSetup, uploadSetups } from '../testing/upload-setups.ts'
import { ResumableHasher } from './upload-hasher.ts'

const calls: string[] = []
let setup: UploadSetup
let registry: TestRegistry
let other: TestRegistry

/** Prepares the tests of a `describe`. */
function useSetup(create: (typeof uploadSetups)[number]['create']): void {
  beforeAll(async () => {
    setup = await create({ decorate: (driver) => countCalls(driver, calls) })
    registry = setup.registry
    other = setup.other
  })
  afterAll(() => setup[Symbol.asyncDispose]())
}

const begin = (query = ''): Promise<string> => beginUpload(registry, 'team/app', query)

async function pull(digest: string): Promise<string | number> {
  const response = await registry.fetch(`/v2/team/app/blobs/${digest}`)
  return response.status === 200 ? response.text() : response.status
}

function readsOf(id: string, pattern: RegExp): string[] {
  return calls.filter((call) => pattern.test(call) && call.includes(id))
}

interface ChangedPlaces {
  readonly id: string
  readonly text: string
  readonly pulled: string | number
  /** Files of the upload that the store still has. */
  readonly left: readonly string[]
}

/** Six chunks by turns to both registries, and the closing request. */
async function changePlaces(describesRanges: boolean): Promise<ChangedPlaces> {
  const chunks = Array.from({ length: 6 }, (_, index) => `chunk ${index} `.repeat(20_000))
  let location = await begin()
  let offset = 0
  const id = uploadIdOf(location)
  for (const [index, chunk] of chunks.entries()) {
    const range = `${offset}-${offset + chunk.length - 1}`
    const headers: Record<string, string> = describesRanges ? { 'content-range': range } : {}
    const response = await patchUpload(index % 2 === 0 ? registry : other, pathOf(location), chunk, headers)
    expect(response.status).toBe(202)
    location = locationOf(response)
    offset += chunk.length
  }
  const digest = digestOf(chunks.join(''))
  expect((await putUpload(registry, pathOf(location), digest)).status).toBe(201)
  const left = (await setup.store.files()).filter((file) => file.includes(id))
  return { id, text: chunks.join(''), pulled: await pull(digest), left }
}

describe.each(uploadSetups)('an upload that goes on at another instance, $setup', ({ create, hashesIn }) => {
  useSetup(create)
  // An object store has no answer to `readWritten`: that reads nothing.
  const pattern = hashesIn === 'notes' ? /^createReader / : /^(?:createReader|readWritten) /
  const reads = (id: string): string[] => readsOf(id, pattern)

  it('reads what is stored once at most, however often the upload changes places', async () => {
    const { id, text, pulled, left } = await changePlaces(false)
    expect(reads(id).length).toBe(1)
    expect(pulled).toBe(text)
    expect(left).toEqual([])
  })

  it('reads nothing when only the closing request is sent there', async () => {
    const bytes = 'hashed as it came'.repeat(4000)
    const patched = await patchUpload(registry, await begin(), bytes)
    const location = pathOf(locationOf(patched))
    expect((await putUpload(other, location, digestOf(bytes))).status).toBe(201)
    expect(reads(uploadIdOf(locationOf(patched)))).toEqual([])
  })

  it('hashes by sha512, too', async () => {
    const first = locationOf(await patchUpload(registry, await begin('?digest-algorithm=sha512'), 'here '))
    const second = locationOf(await patchUpload(other, pathOf(first), 'there'))
    const digest = digestOf('here there', 'sha512')
    expect((await putUpload(registry, pathOf(second), digest)).status).toBe(201)
    expect(await pull(digest)).toBe('here there')
  })
})

describe.each(uploadSetups.filter(({ hashesIn }) => hashesIn === 'notes'))('a hash in a note, $setup', ({ create }) => {
  useSetup(create)
  const reads = (id: string): string[] => readsOf(id, /^createReader /)

  it('reads nothing of an upload whose chunks say where they belong', async () => {
    const { id, text, pulled, left } = await changePlaces(true)
    expect(reads(id)).toEqual([])
    expect(pulled).toBe(text)
    expect(left).toEqual([])
  })

  it('leaves no file of hashes beside the bytes', async () => {
    const id = uploadIdOf(locationOf(await patchUpload(registry, await begin(), 'a'.repeat(40))))
    const files = (await setup.store.files()).filter((file) => file.includes(id))
    expect(files.map((file) => file.slice(file.indexOf(id) + id.length))).toEqual(['/data~upload', '/startedat'])
  })

  it('goes on from the hash that a Go registry kept', async () => {
    const location = await begin()
    const folder = `/docker/registry/v2/repositories/team/app/_uploads/${uploadIdOf(location)}`
    const hasher = await ResumableHasher.create()
    hasher.update(Buffer.from('theirs '))
    const writer = await registry.driver.createWriter(`${folder}/data`, { append: true })
    await writer.write(Buffer.from('theirs '))
    await writer.close()
    await registry.driver.putContent(`${folder}/startedat`, Buffer.from('2026-01-01T00:00:00Z'))
    await registry.driver.putContent(`${folder}/hashstates/sha256/7`, hasher.goState())

    const status = await registry.fetch(location.replace(/\?.*/, ''))
    const next = await patchUpload(registry, locationOf(status), 'and ours')
    expect((await putUpload(registry, locationOf(next), digestOf('theirs and ours'))).status).toBe(201)
    expect(reads(uploadIdOf(location))).toEqual([])
    expect(await pull(digestOf('theirs and ours'))).toBe('theirs and ours')
    expect((await setup.store.files()).filter((file) => file.includes(uploadIdOf(location)))).toEqual([])
  })
})

describe.each(uploadSetups.filter(({ hashesIn }) => hashesIn === 'files'))('a hash in files, $setup', ({ create }) => {
  useSetup(create)
  const reads = (id: string): string[] => readsOf(id, /^(?:createReader|readWritten) /)

  it("keeps the hash in the Go registry's form, and goes on from one that a Go registry kept", async () => {
    const first = locationOf(await patchUpload(registry, await begin(), 'a'.repeat(40)))
    const id = uploadIdOf(first)
    const second = locationOf(await patchUpload(other, pathOf(first), 'a'.repeat(30)))
    const folder = `/docker/registry/v2/repositories/team/app/_uploads/${id}`
    const state = Buffer.from(await registry.driver.getContent(`${folder}/hashstates/sha256/70`))
    expect(state.toString('hex')).toBe(
      `73686103df5bb81ce81e0626fb45a8944fd40f31b25e6816d6d499c1ab90492900635e66${'61'.repeat(6)}${'00'.repeat(58)}0000000000000046`,
    )
    const readsBefore = reads(id).length
    // As the Go registry leaves it: a state of the hash, and nothing of ours.
    await registry.driver.delete(`${folder}/hashed`)
    const third = locationOf(await patchUpload(registry, pathOf(second), 'a'.repeat(10)))
    expect((await putUpload(registry, third, digestOf('a'.repeat(80)))).status).toBe(201)
    expect(reads(id).length).toBe(readsBefore)
  })

  it('closes an upload of which only the hash state is there', async () => {
    const first = locationOf(await patchUpload(registry, await begin(), 'a'.repeat(41)))
    const second = locationOf(await patchUpload(other, pathOf(first), 'a'.repeat(30)))
    const id = uploadIdOf(first)
    const readsBefore = reads(id).length
    await registry.driver.delete(`/docker/registry/v2/repositories/team/app/_uploads/${id}/hashed`)
    expect((await putUpload(registry, pathOf(second), digestOf('a'.repeat(71)))).status).toBe(201)
    expect(reads(id).length).toBe(readsBefore)
  })

  it('keeps no note of few bytes, which another instance reads as quickly', async () => {
    const location = locationOf(await patchUpload(registry, await begin(), 'few bytes'))
    const id = uploadIdOf(location)
    const files = (await setup.store.files()).filter((file) => file.includes(id))
    expect(files.map((file) => file.slice(file.indexOf(id) + id.length))).toEqual(['/data', '/startedat'])
    expect((await putUpload(other, pathOf(location), digestOf('few bytes'))).status).toBe(201)
    expect(reads(id).length).toBe(1)
  })

  it('trusts no note of a digest that a crash cut short or that is of other bytes', async () => {
    for (const note of ['', '{"offset":4,"sha', JSON.stringify({ offset: 3, sha256: digestOf('abc') }), 'null']) {
      const location = locationOf(await patchUpload(registry, await begin(), 'abcd'))
      const folder = `/docker/registry/v2/repositories/team/app/_uploads/${uploadIdOf(location)}`
      await registry.driver.putContent(`${folder}/hashed`, Buffer.from(note))
      expect((await putUpload(other, pathOf(location), digestOf('abcd'))).status).toBe(201)
    }
  })
})

it('an upload that nobody has hashed to its end is read in its closing request, and not kept once more meanwhile', async () => {
  const bucket = new MemoryBucket()
  const clients = [new MemoryObjectStoreClient({ bucket }), new MemoryObjectStoreClient({ bucket })] as const
  await using one = await startTestRegistry({}, { driver: createMemoryObjectStore(clients[0]) })
  await using two = await startTestRegistry({}, { driver: createMemoryObjectStore(clients[1]) })
  const first = await patchUpload(one, await beginUpload(one, 'team/app'), 'first ')
  const second = await patchUpload(two, pathOf(locationOf(first)), 'second')
  clients[0].takeRequests()
  const closed = await putUpload(one, pathOf(locationOf(second)), digestOf('first second third'), ' third')
  expect(closed.status).toBe(201)
  expect(clients[0].takeRequests().filter((request) => /^put .*~upload/.test(request))).toEqual([])
})
