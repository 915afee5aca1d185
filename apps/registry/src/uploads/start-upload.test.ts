import { createMemoryDriver } from '@moorage/driver-memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withCapabilities } from '../testing/with-capabilities.ts'
import { openRequest } from '../testing/open-request.ts'
import { digestOf, errorCodes, pushBlob } from '../testing/push.ts'
import { rawRequest, type RawResponse } from '../testing/raw-request.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload } from '../testing/upload.ts'
import { type UploadSetup, uploadSetups } from '../testing/upload-setups.ts'

const post = (registry: TestRegistry, name: string, query = '', init: RequestInit = {}): Promise<Response> =>
  registry.fetch(`/v2/${name}/blobs/uploads/${query}`, { method: 'POST', ...init })

const pull = async (registry: TestRegistry, name: string, digest: string): Promise<string | number> => {
  const response = await registry.fetch(`/v2/${name}/blobs/${digest}`)
  return response.status === 200 ? response.text() : response.status
}

describe.each(uploadSetups)('POST /v2/<name>/blobs/uploads/, $setup', ({ create }) => {
  let setup: UploadSetup
  let registry: TestRegistry

  beforeAll(async () => {
    setup = await create()
    registry = setup.registry
  })
  afterAll(() => setup[Symbol.asyncDispose]())

  const uploadFiles = async (name: string): Promise<string[]> =>
    (await setup.store.files()).filter((file) => file.includes(`/${name}/_uploads/`))

  describe('without a digest', () => {
    it('answers 202 with where the bytes go, and that there are none yet', async () => {
      const response = await post(registry, 'begin/app')
      expect(response.status).toBe(202)
      const id = response.headers.get('docker-upload-uuid')
      expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      const location = new URL(locationOf(response))
      expect(location.origin).toBe(registry.url)
      expect(location.pathname).toBe(`/v2/begin/app/blobs/uploads/${id}`)
      expect(location.searchParams.get('_state')).not.toBe('')
      expect(response.headers.get('range')).toBe('0-0')
      const { minPartSizeBytes } = registry.driver.capabilities
      expect(response.headers.get('oci-chunk-min-length')).toBe(minPartSizeBytes === undefined ? null : '1024')
      expect(response.headers.get('content-length')).toBe('0')
      expect(await response.text()).toBe('')
    })

    it('is answered without the slash at the end, too', async () => {
      const response = await registry.fetch('/v2/begin/app/blobs/uploads', { method: 'POST' })
      expect(response.status).toBe(202)
    })

    it('gives each upload a name of its own', async () => {
      const locations = await Promise.all(Array.from({ length: 20 }, () => beginUpload(registry, 'begin/app')))
      expect(new Set(locations).size).toBe(20)
    })

    it.each(['md5', 'SHA256', 'sha384', '', 'toString'])('refuses the digest-algorithm "%s" with 400', async (text) => {
      const response = await post(registry, 'begin/app', `?digest-algorithm=${text}`)
      expect(response.status).toBe(400)
      expect(await errorCodes(response)).toEqual(['DIGEST_INVALID'])
    })

    it.each(['Begin/app', 'begin//app', 'begin/app/', '-begin', 'begin/.hidden', 'b%2Fapp', `a/${'b'.repeat(254)}`])(
      'refuses the name %s with 400',
      async (name) => {
        const response = await post(registry, name)
        expect(response.status).toBe(400)
        expect(await errorCodes(response)).toEqual(['NAME_INVALID'])
      },
    )
  })

  describe('with ?digest= and the blob', () => {
    it.each(['sha256', 'sha512'] as const)(
      'stores a blob by %s in one request, and leaves nothing else',
      async (algorithm) => {
        const bytes = `in one request by ${algorithm}`
        const digest = digestOf(bytes, algorithm)
        const response = await post(registry, 'single/app', `?digest=${digest}`, { body: bytes })
        expect(response.status).toBe(201)
        expect(response.headers.get('location')).toBe(`${registry.url}/v2/single/app/blobs/${digest}`)
        expect(response.headers.get('docker-content-digest')).toBe(digest)
        expect(await pull(registry, 'single/app', digest)).toBe(bytes)
        expect(await uploadFiles('single/app')).toEqual([])
      },
    )

    it('stores what is streamed without a Content-Length', async () => {
      const pieces = ['one ', 'two ', 'three']
      const digest = digestOf(pieces.join(''))
      const body = ReadableStream.from(pieces.map((piece) => Buffer.from(piece)))
      const response = await post(registry, 'single/app', `?digest=${digest}`, { body, duplex: 'half' })
      expect(response.status).toBe(201)
      expect(await pull(registry, 'single/app', digest)).toBe(pieces.join(''))
    })

    it('stores a blob by sha512 under its sha256 digest, with a link for both', async () => {
      const bytes = 'by two names'
      await post(registry, 'alias/app', `?digest=${digestOf(bytes, 'sha512')}`, { body: bytes })
      expect(await pull(registry, 'alias/app', digestOf(bytes))).toBe(bytes)
      const links = (await setup.store.files()).filter((file) => file.includes('/alias/app/_layers/'))
      expect(links.length).toBe(2)
      for (const link of links) {
        expect(Buffer.from(await registry.driver.getContent(link)).toString()).toBe(digestOf(bytes))
      }
    })

    it.each(['sha256', 'sha512'] as const)(
      'refuses bytes of another %s digest and keeps none of them',
      async (algorithm) => {
        const before = await setup.store.files()
        const digest = digestOf('what was meant', algorithm)
        const response = await post(registry, 'wrong/app', `?digest=${digest}`, { body: 'what came' })
        expect(response.status).toBe(400)
        expect(await errorCodes(response)).toEqual(['DIGEST_INVALID'])
        expect(await pull(registry, 'wrong/app', digest)).toBe(404)
        expect(await pull(registry, 'wrong/app', digestOf('what came'))).toBe(404)
        expect(await setup.store.files()).toEqual(before)
      },
    )

    it.each(['sha256', 'sha512'] as const)(
      'refuses a wrong %s digest although the store has the blob of that digest',
      async (algorithm) => {
        const bytes = `there already, ${algorithm}`
        await pushBlob(registry, 'wrong/first', bytes)
        const response = await post(registry, 'wrong/second', `?digest=${digestOf(bytes, algorithm)}`, {
          body: 'a guess',
        })
        expect(response.status).toBe(400)
        expect(await pull(registry, 'wrong/second', digestOf(bytes))).toBe(404)
      },
    )

    it.each(['sha256', 'sha512'] as const)(
      'keeps nothing of a blob by %s whose connection breaks',
      async (algorithm) => {
        const before = await setup.store.files()
        const location = `/v2/broken/app/blobs/uploads/?digest=${digestOf('never whole', algorithm)}`
        const broken = await openRequest(registry, 'POST', location, { 'Content-Length': '1000000' })
        await broken.send(new Uint8Array(900_000))
        await broken.cut()
        expect(await setup.store.files()).toEqual(before)
      },
    )

    it('takes a blob that the store has, without writing it again', async () => {
      const bytes = 'pushed to two repositories'
      const digest = await pushBlob(registry, 'twice/first', bytes)
      expect(await pull(registry, 'twice/second', digest)).toBe(404)
      expect((await post(registry, 'twice/second', `?digest=${digest}`, { body: bytes })).status).toBe(201)
      expect(await pull(registry, 'twice/second', digest)).toBe(bytes)
    })

    it('takes two pushes of the same new blob at the same time', async () => {
      const bytes = 'twice at once '.repeat(10_000)
      const digest = digestOf(bytes)
      const pushes = ['race/a', 'race/b', 'race/a'].map((name) =>
        post(registry, name, `?digest=${digest}`, { body: bytes }),
      )
      for (const response of await Promise.all(pushes)) expect(response.status).toBe(201)
      expect(await pull(registry, 'race/a', digest)).toBe(bytes)
      expect(await pull(registry, 'race/b', digest)).toBe(bytes)
      expect(await uploadFiles('race')).toEqual([])
    })

    it.each([
      'sha256:abc',
      'md5:d41d8cd98f00b204e9800998ecf8427e',
      `sha256:${'A'.repeat(64)}`,
      `sha256:${'../'.repeat(21)}a`,
      '',
    ])('refuses "%s", which is no digest, with 400', async (text) => {
      const response = await post(registry, 'wrong/app', `?digest=${encodeURIComponent(text)}`, { body: 'some' })
      expect(response.status).toBe(400)
      expect(await errorCodes(response)).toEqual(['DIGEST_INVALID'])
    })

    it.each(['sha256', 'sha512'] as const)(
      'without a body only tells what is to come: an upload by %s begins',
      async (algorithm) => {
        const bytes = `announced by ${algorithm}`
        const digest = digestOf(bytes, algorithm)
        const location = await beginUpload(registry, 'announced/app', `?digest=${digest}`)
        const patched = await patchUpload(registry, location, bytes)
        expect((await putUpload(registry, locationOf(patched), digest)).status).toBe(201)
        expect(await pull(registry, 'announced/app', digest)).toBe(bytes)
      },
    )
  })

  describe('with ?mount=', () => {
    it('makes a blob of the repository in from= one of this repository', async () => {
      const digest = await pushBlob(registry, 'mount/source', 'to be mounted')
      const response = await post(registry, 'mount/target', `?mount=${digest}&from=mount/source`)
      expect(response.status).toBe(201)
      expect(response.headers.get('location')).toBe(`${registry.url}/v2/mount/target/blobs/${digest}`)
      expect(response.headers.get('docker-content-digest')).toBe(digest)
      expect(await pull(registry, 'mount/target', digest)).toBe('to be mounted')
    })

    it('mounts by sha512 what was pushed by it', async () => {
      const bytes = 'to be mounted by sha512'
      const digest = digestOf(bytes, 'sha512')
      await post(registry, 'mount/source', `?digest=${digest}`, { body: bytes })
      expect((await post(registry, 'mount/target', `?mount=${digest}&from=mount/source`)).status).toBe(201)
      expect(await pull(registry, 'mount/target', digest)).toBe(bytes)
    })

    it('finds the blob without from=', async () => {
      const digest = await pushBlob(registry, 'mount/source', 'to be found')
      expect((await post(registry, 'mount/anonymous', `?mount=${digest}`)).status).toBe(201)
      expect(await pull(registry, 'mount/anonymous', digest)).toBe('to be found')
    })

    it.each(['', '&from=mount/source', '&from=mount/never-seen'])(
      'begins an upload, with 202, when the blob is unknown (%s)',
      async (from) => {
        const bytes = `never pushed before ${from}`
        const digest = digestOf(bytes)
        const response = await post(registry, 'mount/unknown', `?mount=${digest}${from}`)
        expect(response.status).toBe(202)
        expect(response.headers.get('range')).toBe('0-0')
        expect((await putUpload(registry, locationOf(response), digest, bytes)).status).toBe(201)
        expect(await pull(registry, 'mount/unknown', digest)).toBe(bytes)
      },
    )

    it('begins an upload when the repository in from= does not hold the blob, though another one does', async () => {
      const digest = await pushBlob(registry, 'mount/source', 'not in the one that is named')
      expect((await post(registry, 'mount/target', `?mount=${digest}&from=mount/empty`)).status).toBe(202)
      expect(await pull(registry, 'mount/target', digest)).toBe(404)
    })

    it('refuses a malformed digest and a malformed from= with 400', async () => {
      const malformed = await post(registry, 'mount/target', '?mount=sha256:abc&from=mount/source')
      expect(malformed.status).toBe(400)
      expect(await errorCodes(malformed)).toEqual(['DIGEST_INVALID'])
      const from = await post(registry, 'mount/target', `?mount=${digestOf('any')}&from=../../blobs`)
      expect(from.status).toBe(400)
      expect(await errorCodes(from)).toEqual(['NAME_INVALID'])
    })
  })

  describe('an empty blob', () => {
    const withoutBytes = async (method: string, location: string): Promise<RawResponse> =>
      rawRequest(registry, { method, path: location, headers: { 'transfer-encoding': 'chunked' } })
    const pushes: Record<string, (name: string, digest: string) => Promise<{ status: number }>> = {
      'POST ?digest= then PUT': async (name, digest) =>
        putUpload(registry, await beginUpload(registry, name, `?digest=${digest}`), digest),
      'POST then PUT': async (name, digest) => putUpload(registry, await beginUpload(registry, name), digest),
      'POST then PUT of a stream without bytes': async (name, digest) =>
        withoutBytes('PUT', `${pathOf(await beginUpload(registry, name))}&digest=${digest}`),
      'POST ?digest= of a stream without bytes': (name, digest) =>
        withoutBytes('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`),
      'POST, PATCH, PUT': async (name, digest) => {
        const patched = await patchUpload(registry, await beginUpload(registry, name), '')
        expect(patched.status).toBe(202)
        expect(patched.headers.get('range')).toBe('0-0')
        return putUpload(registry, locationOf(patched), digest)
      },
      'POST, PATCH of a stream without bytes, PUT': async (name, digest) => {
        const patched = await withoutBytes('PATCH', pathOf(await beginUpload(registry, name)))
        return putUpload(registry, patched.headers.location ?? '', digest)
      },
    }
    const cases = Object.keys(pushes).flatMap((way) =>
      (['sha256', 'sha512'] as const).map((algorithm) => ({ way, algorithm })),
    )

    it.each(cases)('is taken by $way, by $algorithm', async ({ way, algorithm }) => {
      const name = `empty/${way.toLowerCase().replaceAll(/[^a-z]+/g, '-')}-${algorithm}`
      const digest = digestOf('', algorithm)
      const response = await pushes[way]?.(name, digest)
      expect(response?.status).toBe(201)
      expect(await pull(registry, name, digest)).toBe('')
      const head = await registry.fetch(`/v2/${name}/blobs/${digest}`, { method: 'HEAD' })
      expect(head.headers.get('content-length')).toBe('0')
      expect(await uploadFiles(name)).toEqual([])
    })
  })
})

describe('OCI-Chunk-Min-Length', () => {
  it('tells the least size of a part, where the store has one', async () => {
    const driver = createMemoryDriver()
    const capabilities = { ...driver.capabilities, minPartSizeBytes: 5 * 1024 * 1024 }
    await using registry = await startTestRegistry({}, { driver: withCapabilities(driver, capabilities) })
    const response = await post(registry, 'team/app')
    expect(response.status).toBe(202)
    expect(response.headers.get('oci-chunk-min-length')).toBe('5242880')
  })
})

describe('Location', () => {
  const location = async (http: Record<string, unknown>): Promise<string> => {
    await using registry = await startTestRegistry({ http })
    return locationOf(await post(registry, 'team/app'))
  }

  it('is a path with http.relativeurls, under which the upload goes on', async () => {
    await using registry = await startTestRegistry({ http: { relativeurls: true } })
    const path = locationOf(await post(registry, 'team/app'))
    expect(path).toMatch(/^\/v2\/team\/app\/blobs\/uploads\/[0-9a-f-]+\?_state=/)
    const patched = locationOf(await patchUpload(registry, path, 'bytes'))
    const response = await putUpload(registry, patched, digestOf('bytes'))
    expect(response.headers.get('location')).toBe(`/v2/team/app/blobs/${digestOf('bytes')}`)
  })

  it('begins with http.host where that is set', async () => {
    expect(await location({ host: 'https://images.example.org' })).toMatch(
      /^https:\/\/images\.example\.org\/v2\/team\/app\/blobs\/uploads\//,
    )
  })
})
