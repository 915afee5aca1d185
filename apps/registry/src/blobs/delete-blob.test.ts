import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf, errorCodes, pushBlob } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { type TestStore, testStores } from '../testing/test-stores.ts'

describe.each(testStores)('DELETE /v2/<name>/blobs/<digest>, over $kind', ({ create }) => {
  let store: TestStore
  let registry: TestRegistry

  beforeAll(async () => {
    store = await create()
    registry = await startTestRegistry({}, { driver: await store.open() })
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
    await registry.driver[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  const remove = (name: string, digest: string): Promise<Response> =>
    registry.fetch(`/v2/${name}/blobs/${digest}`, { method: 'DELETE' })
  const pull = (name: string, digest: string, init: RequestInit = {}): Promise<Response> =>
    registry.fetch(`/v2/${name}/blobs/${digest}`, init)

  it('answers 202; the repository does not hold the blob any more', async () => {
    const digest = await pushBlob(registry, 'team/app', 'to be deleted')
    const response = await remove('team/app', digest)
    expect(response.status).toBe(202)
    expect(response.headers.get('docker-content-digest')).toBe(digest)
    expect(await response.text()).toBe('')
    const gone = await pull('team/app', digest)
    expect(gone.status).toBe(404)
    expect(await errorCodes(gone)).toEqual(['BLOB_UNKNOWN'])
  })

  it('does not let a blob come back that was just pulled: by GET, HEAD, a range, or a condition', async () => {
    const digest = await pushBlob(registry, 'team/app', 'pulled, then deleted')
    expect((await pull('team/app', digest)).status).toBe(200)
    await remove('team/app', digest)
    const requests: RequestInit[] = [
      {},
      { method: 'HEAD' },
      { headers: { range: 'bytes=0-3' } },
      { headers: { 'if-none-match': `"${digest}"` } },
    ]
    for (const init of requests) expect((await pull('team/app', digest, init)).status).toBe(404)
  })

  it('leaves the blob to the other repositories that hold it', async () => {
    const digest = await pushBlob(registry, 'team/app', 'held by two')
    await pushBlob(registry, 'team/other', 'held by two')
    await remove('team/app', digest)
    expect(await (await pull('team/other', digest)).text()).toBe('held by two')
  })

  it('can be undone by pushing the blob again', async () => {
    const digest = await pushBlob(registry, 'team/app', 'pushed again')
    await remove('team/app', digest)
    await pushBlob(registry, 'team/app', 'pushed again')
    expect((await pull('team/app', digest)).status).toBe(200)
  })

  it('deletes the name by which it is asked alone: a blob has one for sha256 and one for sha512', async () => {
    const [sha256, sha512] = [digestOf('two names'), digestOf('two names', 'sha512')]
    await registry.fetch(`/v2/team/app/blobs/uploads/?digest=${sha512}`, { method: 'POST', body: 'two names' })
    expect((await remove('team/app', sha512)).status).toBe(202)
    expect((await pull('team/app', sha512)).status).toBe(404)
    expect((await pull('team/app', sha256)).status).toBe(200)
  })

  it('answers 404 for a blob that the repository does not hold, or does not hold any more', async () => {
    const digest = await pushBlob(registry, 'team/app', 'deleted twice')
    expect((await remove('team/other', digest)).status).toBe(404)
    expect((await remove('team/app', digest)).status).toBe(202)
    const again = await remove('team/app', digest)
    expect(again.status).toBe(404)
    expect(await errorCodes(again)).toEqual(['BLOB_UNKNOWN'])
  })

  it('of eight at the same time lets exactly one delete it', async () => {
    const digest = await pushBlob(registry, 'team/app', 'deleted by eight')
    const responses = await Promise.all(Array.from({ length: 8 }, () => remove('team/app', digest)))
    const statuses = responses.map((response) => response.status)
    expect(statuses.filter((status) => status === 202).length).toBe(1)
    expect(statuses.filter((status) => status === 404).length).toBe(7)
  })

  it('refuses what is no digest with 400', async () => {
    for (const text of ['sha256:abc', 'nonsense', '..%2F..', `sha256:${'A'.repeat(64)}`]) {
      const response = await remove('team/app', text)
      expect(response.status).toBe(400)
      expect(await errorCodes(response)).toEqual(['DIGEST_INVALID'])
    }
  })

  it('is refused with 405 where deletion is switched off, and the blob stays', async () => {
    await using refusing = await startTestRegistry(
      { storage: { delete: { enabled: false } } },
      { driver: registry.driver },
    )
    const digest = await pushBlob(refusing, 'team/app', 'kept')
    const response = await refusing.fetch(`/v2/team/app/blobs/${digest}`, { method: 'DELETE' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    expect(await errorCodes(response)).toEqual(['UNSUPPORTED'])
    expect((await refusing.fetch(`/v2/team/app/blobs/${digest}`)).status).toBe(200)
  })
})
