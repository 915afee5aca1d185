import { DriverError, type DriverErrorDetails } from '@moorage/driver-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createFailingStore } from '../testing/failing-store.ts'
import { createMemoryObjectStore } from '../testing/memory-object-store.ts'
import { digestOf, errorCodes, pushImage, putManifest } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, putUpload } from '../testing/upload.ts'

const store = createFailingStore(createMemoryObjectStore())
const name = 'team/app'
let registry: TestRegistry
let manifest: string
let upload: string

function failure(details: Partial<DriverErrorDetails>): DriverError {
  const message = 'the store said no (403 AccessDenied)'
  return new DriverError({ code: 'RATE_LIMITED', driver: 'cos', message, requestId: 'NjU0MzIx', ...details })
}

beforeAll(async () => {
  // Nothing is answered from what was learnt before the store failed.
  registry = await startTestRegistry({ storage: { cache: { lifetime: '0s' } } }, { driver: store.driver })
  manifest = (await pushImage(registry, name, 'latest')).bytes
  upload = locationOf(await patchUpload(registry, await beginUpload(registry, name), 'bytes '))
})
afterEach(() => store.recover())
afterAll(() => registry[Symbol.asyncDispose]())

const layer = digestOf(`layer of ${name}`)

/** Each end point that asks the store. */
const requests: readonly (readonly [string, () => Promise<Response>])[] = [
  ['GET of a blob', () => registry.fetch(`/v2/${name}/blobs/${layer}`)],
  ['HEAD of a blob', () => registry.fetch(`/v2/${name}/blobs/${layer}`, { method: 'HEAD' })],
  ['DELETE of a blob', () => registry.fetch(`/v2/${name}/blobs/${layer}`, { method: 'DELETE' })],
  ['GET of a manifest', () => registry.fetch(`/v2/${name}/manifests/latest`)],
  ['HEAD of a manifest', () => registry.fetch(`/v2/${name}/manifests/latest`, { method: 'HEAD' })],
  ['PUT of a manifest', async () => (await putManifest(registry, name, 'other', manifest)).response],
  ['DELETE of a tag', () => registry.fetch(`/v2/${name}/manifests/latest`, { method: 'DELETE' })],
  ['DELETE of a manifest', () => registry.fetch(`/v2/${name}/manifests/${digestOf(manifest)}`, { method: 'DELETE' })],
  ['a list of tags', () => registry.fetch(`/v2/${name}/tags/list`)],
  ['a list of referrers', () => registry.fetch(`/v2/${name}/referrers/${layer}`)],
  ['the catalog', () => registry.fetch('/v2/_catalog')],
  ['a mount', () => post(`mount=${layer}&from=${name}`)],
  ['a mount from anywhere', () => post(`mount=${layer}`)],
  ['a blob in one POST', () => post(`digest=${digestOf('new')}`, 'new')],
  ['PATCH of an upload', () => patchUpload(registry, upload, 'more')],
  ['PUT of an upload', () => putUpload(registry, upload, digestOf('bytes '))],
  ['GET of an upload', () => registry.fetch(upload)],
  ['DELETE of an upload', () => registry.fetch(upload, { method: 'DELETE' })],
]

function post(query: string, body = ''): Promise<Response> {
  return registry.fetch(`/v2/other/app/blobs/uploads/?${query}`, { method: 'POST', body })
}

describe.each(requests)('%s', (_, send) => {
  it.each([
    [429, 'TOOMANYREQUESTS', '8', { code: 'RATE_LIMITED', retryAfterSeconds: 7.2 }],
    [429, 'TOOMANYREQUESTS', '1', { code: 'RATE_LIMITED' }],
    [503, 'UNAVAILABLE', '3', { code: 'UNAVAILABLE', retryAfterSeconds: 3 }],
    [503, 'UNAVAILABLE', '1', { code: 'UNAVAILABLE' }],
    [500, 'UNKNOWN', null, { code: 'ACCESS_DENIED' }],
  ] as const)(
    'is answered %i %s, Retry-After %s, by a store that says %j',
    async (status, code, retryAfter, details) => {
      store.fail(() => failure(details))
      const response = await send()
      expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter])
      const text = await response.text()
      expect(text).not.toMatch(/AccessDenied|cos/)
      expect(text === '' ? code : JSON.parse(text).errors[0].code).toBe(code)
    },
  )
})

describe('an upload in the middle of which the store throttles', () => {
  const throttled = (...calls: string[]): void =>
    store.fail((call) => (calls.includes(call) ? failure({ retryAfterSeconds: 2 }) : undefined))

  // Whether a chunk has arrived when it is written is the network's business.
  it.each([['createWriter'], ['write', 'writeFrom'], ['close'], ['close', 'write', 'writeFrom']])(
    'is kept when %s of a chunk fails, and goes on from its status',
    async (...calls) => {
      const first = await patchUpload(registry, await beginUpload(registry, name), 'kept ')
      throttled(...calls)
      const refused = await patchUpload(registry, locationOf(first), 'and sent again')
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
      store.recover()

      const whole = 'kept and sent again'
      const status = await registry.fetch(locationOf(first))
      const stored = Number(status.headers.get('range')?.slice(2)) + 1
      expect(stored).toBeGreaterThanOrEqual('kept '.length)
      const next = locationOf(await patchUpload(registry, locationOf(status), whole.slice(stored)))
      expect((await putUpload(registry, next, digestOf(whole))).status).toBe(201)
    },
  )

  it('is kept when only the note of its start fails', async () => {
    const begun = await beginUpload(registry, name)
    throttled('putContent')
    expect((await patchUpload(registry, begun, 'sent once')).status).toBe(429)
    store.recover()
    const status = await registry.fetch(begun)
    expect(status.headers.get('range')).toBe('0-8')
    expect((await putUpload(registry, locationOf(status), digestOf('sent once'))).status).toBe(201)
  })

  it.each([['createWriter'], ['stat'], ['putContent'], ['commit']])(
    'is kept when %s of its closing request fails, which is then repeated',
    async (call) => {
      const bytes = `${call} `.repeat(20_000)
      const location = locationOf(await patchUpload(registry, await beginUpload(registry, name), bytes))
      throttled(call)
      expect((await putUpload(registry, location, digestOf(bytes))).status).toBe(429)
      store.recover()
      expect((await putUpload(registry, location, digestOf(bytes))).status).toBe(201)
      expect(await (await registry.fetch(`/v2/${name}/blobs/${digestOf(bytes)}`)).text()).toBe(bytes)
    },
  )

  it('is done when only what it leaves cannot be deleted, which the log says', async () => {
    const location = locationOf(await patchUpload(registry, await beginUpload(registry, name), 'all but the start'))
    throttled('delete')
    const logged = registry.logged('what is left of an upload is not deleted')
    expect((await putUpload(registry, location, digestOf('all but the start'))).status).toBe(201)
    await logged
  })
})

it('is logged with what the store said, its code and its id of the request', async () => {
  store.fail(() => failure({ code: 'ACCESS_DENIED' }))
  const line = registry.logged('NjU0MzIx')
  expect(await errorCodes(await registry.fetch(`/v2/${name}/manifests/latest`))).toEqual(['UNKNOWN'])
  expect(JSON.parse(await line)).toMatchObject({
    msg: 'response completed with error',
    error: 'cos: the store said no (403 AccessDenied)',
    'error.code': 'ACCESS_DENIED',
    'error.requestid': 'NjU0MzIx',
  })
})
