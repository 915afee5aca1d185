import { seededBytes } from '@moorage/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRequest } from '../testing/open-request.ts'
import { digestOf, pushBlob } from '../testing/push.ts'
import type { TestRegistry } from '../testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload, refusalOf, uploadIdOf } from '../testing/upload.ts'
import { type UploadSetup, uploadSetups } from '../testing/upload-setups.ts'

describe.each(uploadSetups)('PUT /v2/<name>/blobs/uploads/<id>, $setup', ({ create }) => {
  let setup: UploadSetup
  let registry: TestRegistry
  let other: TestRegistry

  beforeAll(async () => {
    setup = await create()
    registry = setup.registry
    other = setup.other
  })
  afterAll(() => setup[Symbol.asyncDispose]())

  const pull = async (digest: string, name = 'team/app'): Promise<string | number> => {
    const response = await registry.fetch(`/v2/${name}/blobs/${digest}`)
    return response.status === 200 ? response.text() : response.status
  }
  const begin = (query = '', name = 'team/app'): Promise<string> => beginUpload(registry, name, query)
  const beginWith = async (bytes: string, query = ''): Promise<string> =>
    locationOf(await patchUpload(registry, await begin(query), bytes))
  const filesOf = async (location: string): Promise<string[]> =>
    (await setup.store.files()).filter((file) => file.includes(uploadIdOf(location)))
  const blobsOf = async (digest: string): Promise<string[]> =>
    (await setup.store.files()).filter((file) => file.includes(digest.slice(digest.indexOf(':') + 1)))
  const expectOver = async (location: string): Promise<void> => {
    for (const each of [registry.fetch(location), patchUpload(registry, location, 'more')]) {
      expect(await refusalOf(each)).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
    }
  }

  describe('closes an upload', () => {
    it('that brings the whole blob with it', async () => {
      const location = await begin()
      const digest = digestOf('the whole blob')
      const response = await putUpload(registry, location, digest, 'the whole blob')
      expect(response.status).toBe(201)
      expect(response.headers.get('location')).toBe(`${registry.url}/v2/team/app/blobs/${digest}`)
      expect(response.headers.get('docker-content-digest')).toBe(digest)
      expect(response.headers.get('content-length')).toBe('0')
      expect(await pull(digest)).toBe('the whole blob')
      expect(await filesOf(location)).toEqual([])
      await expectOver(location)
    })

    it('that brings the whole blob as a stream', async () => {
      const location = await begin()
      expect((await putUpload(registry, location, digestOf('as a stream'), ['as ', 'a ', 'stream'])).status).toBe(201)
      expect(await pull(digestOf('as a stream'))).toBe('as a stream')
      expect(await filesOf(location)).toEqual([])
    })

    it('whose bytes are all there', async () => {
      const location = await beginWith('all there')
      expect((await putUpload(registry, location, digestOf('all there'))).status).toBe(201)
      expect(await pull(digestOf('all there'))).toBe('all there')
      expect(await filesOf(location)).toEqual([])
      await expectOver(location)
    })

    it.each([
      ['with Content-Range', 'with its last chunk', { 'content-range': '9-18' }],
      ['without', 'with its last part ', {}],
    ])('that brings its last chunk %s', async (_, bytes, headers) => {
      const location = await beginWith(bytes.slice(0, 9))
      expect((await putUpload(registry, location, digestOf(bytes), bytes.slice(9), headers)).status).toBe(201)
      expect(await pull(digestOf(bytes))).toBe(bytes)
      expect(await filesOf(location)).toEqual([])
    })

    it('whose last chunk is sent to another instance', async () => {
      const location = await beginWith('begun here, ')
      const digest = digestOf('begun here, closed there')
      expect((await putUpload(other, pathOf(location), digest, 'closed there')).status).toBe(201)
      expect(await pull(digest)).toBe('begun here, closed there')
      expect(await filesOf(location)).toEqual([])
    })

    it('of a blob of some megabytes in uneven chunks', async () => {
      const bytes = seededBytes(2, 5_000_001)
      let location = await begin()
      for (const [start, end] of [
        [0, 1],
        [1, 1_000_000],
        [1_000_000, 1_000_063],
        [1_000_063, 4_000_000],
      ] as const) {
        const response = await patchUpload(registry, location, bytes.subarray(start, end), {
          'content-range': `${start}-${end - 1}`,
        })
        expect(response.status).toBe(202)
        location = locationOf(response)
      }
      const digest = digestOf(bytes)
      expect((await putUpload(registry, location, digest, bytes.subarray(4_000_000))).status).toBe(201)
      const pulled = await registry.fetch(`/v2/team/app/blobs/${digest}`)
      expect(digestOf(await pulled.bytes())).toBe(digest)
    })

    it.each([
      ['announced with digest-algorithm', '?digest-algorithm=sha512', ['by ', 'sha512 '], ''],
      ['not announced', '', ['not ', 'announced '], ''],
      ['with a last chunk', '?digest-algorithm=sha512', ['last '], 'chunk'],
      ['not announced, with a last chunk', '', ['another '], 'chunk'],
      ['in the closing request alone', '', [], 'alone'],
      ['announced, in the closing request alone', '?digest-algorithm=sha512', [], 'announced alone'],
    ])('by sha512, %s', async (_, query, chunks, last) => {
      let location = await begin(query)
      for (const chunk of chunks) location = locationOf(await patchUpload(registry, location, chunk))
      const bytes = `${chunks.join('')}${last}`
      const digest = digestOf(bytes, 'sha512')
      const response = await putUpload(registry, location, digest, last)
      expect(response.status).toBe(201)
      expect(response.headers.get('docker-content-digest')).toBe(digest)
      expect(await pull(digest)).toBe(bytes)
      expect(await pull(digestOf(bytes))).toBe(bytes)
      expect(await filesOf(location)).toEqual([])
    })

    it('by sha256 although it was announced by sha512', async () => {
      const location = await beginWith('changed my mind', '?digest-algorithm=sha512')
      expect((await putUpload(registry, location, digestOf('changed my mind'))).status).toBe(201)
    })

    it('of a blob that the store has, and drops its bytes', async () => {
      const digest = await pushBlob(registry, 'team/first', 'there already')
      const location = await beginWith('there already')
      expect((await putUpload(registry, location, digest)).status).toBe(201)
      expect(await pull(digest)).toBe('there already')
      expect(await filesOf(location)).toEqual([])
    })

    it('of a new blob at the same time as another upload of the same', async () => {
      const bytes = 'the same blob twice at once '.repeat(10_000)
      const locations = [await beginWith(bytes), await beginWith(bytes), await begin(), await begin()]
      const responses = await Promise.all(
        locations.map((location, index) =>
          putUpload(index % 2 === 0 ? registry : other, pathOf(location), digestOf(bytes), index < 2 ? '' : bytes),
        ),
      )
      expect(responses.map((response) => response.status)).toEqual([201, 201, 201, 201])
      expect(await pull(digestOf(bytes))).toBe(bytes)
    })

    it('and leaves no other file than the blob and its link', async () => {
      const before = await setup.store.files()
      const bytes = 'leaves nothing else'
      await putUpload(registry, await beginWith(bytes), digestOf(bytes))
      const added = (await setup.store.files()).filter((file) => !before.includes(file))
      expect(added.length).toBe(2)
      expect(added).toContainEqual(expect.stringMatching(/\/blobs\/sha256\/..\/[0-9a-f]{64}\/data$/))
      expect(added).toContainEqual(
        expect.stringMatching(/\/repositories\/team\/app\/_layers\/sha256\/[0-9a-f]{64}\/link$/),
      )
    })
  })

  describe('refuses', () => {
    it.each(['sha256', 'sha512'] as const)(
      'bytes of another %s digest: nothing is kept, and the upload is over',
      async (algorithm) => {
        const digest = digestOf('what was meant', algorithm)
        for (const [before, last] of [
          ['what came', ''],
          ['what ', 'came'],
          ['', 'what came'],
        ] as const) {
          const location = before === '' ? await begin() : await beginWith(before)
          const response = await putUpload(registry, location, digest, last)
          expect(await refusalOf(response)).toEqual([400, 'DIGEST_INVALID'])
          expect(await pull(digest)).toBe(404)
          expect(await blobsOf(digest)).toEqual([])
          expect(await blobsOf(digestOf('what came'))).toEqual([])
          expect(await filesOf(location)).toEqual([])
          await expectOver(location)
          expect(await refusalOf(putUpload(registry, location, digest, last))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
        }
      },
    )

    it('bytes of another digest though the repository has a blob of that digest', async () => {
      const digest = await pushBlob(registry, 'team/app', 'a blob of the repository')
      expect(await refusalOf(putUpload(registry, await beginWith('a guess'), digest))).toEqual([400, 'DIGEST_INVALID'])
      expect(await refusalOf(putUpload(registry, await begin(), digest, 'a guess'))).toEqual([400, 'DIGEST_INVALID'])
      expect(await refusalOf(putUpload(registry, await begin(), digest))).toEqual([400, 'DIGEST_INVALID'])
      expect(await pull(digest)).toBe('a blob of the repository')
    })

    it.each([
      '',
      'nonsense',
      'sha256:',
      `sha256:${'a'.repeat(63)}`,
      `sha256:${'A'.repeat(64)}`,
      `sha1:${'a'.repeat(40)}`,
      `sha512:${'a'.repeat(64)}`,
    ])('the digest "%s", and the upload goes on', async (text) => {
      const location = await beginWith('goes on')
      expect(await refusalOf(putUpload(registry, location, text))).toEqual([400, 'DIGEST_INVALID'])
      expect((await registry.fetch(location)).headers.get('range')).toBe('0-6')
      expect((await putUpload(registry, location, digestOf('goes on'))).status).toBe(201)
    })

    it('a request without a digest, and the upload goes on', async () => {
      const location = await beginWith('goes on')
      const response = await registry.fetch(location, { method: 'PUT' })
      expect(await refusalOf(response)).toEqual([400, 'DIGEST_INVALID'])
      expect((await putUpload(registry, location, digestOf('goes on'))).status).toBe(201)
    })

    it('a last chunk out of order with 416, and the upload goes on', async () => {
      const location = await beginWith('0123')
      for (const range of ['3-5', '5-7', '0-2']) {
        const response = await putUpload(registry, location, digestOf('0123456'), '456', { 'content-range': range })
        expect(response.headers.get('range')).toBe('0-3')
        expect(await refusalOf(response)).toEqual([416, 'RANGE_INVALID'])
      }
      const status = locationOf(await registry.fetch(location))
      const last = await putUpload(registry, status, digestOf('0123456'), '456', { 'content-range': '4-6' })
      expect(last.status).toBe(201)
    })

    it('a whole blob that says it does not begin at 0 with 416', async () => {
      const response = await putUpload(registry, await begin(), digestOf('abc'), 'abc', { 'content-range': '1-3' })
      expect(await refusalOf(response)).toEqual([416, 'RANGE_INVALID'])
    })

    it('a Content-Range that is malformed with 416, or not as long as the body with 400', async () => {
      const location = await beginWith('0123')
      const put = (range: string): Promise<Response> =>
        putUpload(registry, location, digestOf('0123456'), '456', { 'content-range': range })
      expect(await refusalOf(put('four to six'))).toEqual([416, 'RANGE_INVALID'])
      expect(await refusalOf(put('4-7'))).toEqual([400, 'SIZE_INVALID'])
      expect((await put('4-6')).status).toBe(201)
    })

    it('a _state that is missing, forged, or of another upload with 404', async () => {
      const location = new URL(await beginWith('mine'))
      const foreign = new URL(await begin()).searchParams.get('_state') ?? ''
      for (const state of ['', 'AAAA', foreign]) {
        const query = new URLSearchParams({ _state: state, digest: digestOf('mine') })
        const response = await registry.fetch(`${location.pathname}?${query.toString()}`, { method: 'PUT' })
        expect(await refusalOf(response)).toEqual([404, 'BLOB_UPLOAD_INVALID'])
      }
      const none = await registry.fetch(`${location.pathname}?digest=${digestOf('mine')}`, { method: 'PUT' })
      expect(await refusalOf(none)).toEqual([404, 'BLOB_UPLOAD_INVALID'])
      expect((await putUpload(registry, location.href, digestOf('mine'))).status).toBe(201)
    })

    it('an upload whose name is malformed with 404', async () => {
      const { search } = new URL(await begin())
      const path = `/v2/team/app/blobs/uploads/..%2F..%2Fdata${search}`
      expect(await refusalOf(putUpload(registry, path, digestOf('')))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
    })
  })

  describe('whose answer was lost', () => {
    it.each([
      ['of bytes that were all there', 'lost, all there', ''],
      ['with a last chunk', 'lost, with ', 'a last chunk'],
      ['with the whole blob', '', 'lost, the whole blob'],
    ])('may be repeated, here and elsewhere: %s', async (_, before, last) => {
      const location = before === '' ? await begin() : await beginWith(before)
      const digest = digestOf(before + last)
      expect((await putUpload(registry, location, digest, last)).status).toBe(201)
      for (const each of [registry, other]) {
        const response = await putUpload(each, pathOf(location), digest, last)
        expect(response.status).toBe(201)
        expect(response.headers.get('docker-content-digest')).toBe(digest)
      }
      expect(await pull(digest)).toBe(before + last)
    })

    it('is refused when it is repeated with another digest', async () => {
      const known = await pushBlob(registry, 'team/app', 'another blob of the repository')
      const location = await beginWith('closed once')
      await putUpload(registry, location, digestOf('closed once'))
      expect(await refusalOf(putUpload(registry, location, known))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
    })
  })

  describe('whose connection breaks', () => {
    const bytes = seededBytes(3, 3 * 1024 * 1024)
    const digest = digestOf(bytes)

    it('keeps nothing of a whole blob, shows nothing, and can be repeated', async () => {
      const location = await begin()
      const before = await setup.store.files()
      const broken = await openRequest(registry, 'PUT', `${location}&digest=${digest}`, {
        'Content-Length': String(bytes.length),
      })
      await broken.send(bytes.subarray(0, 2 * 1024 * 1024))
      await broken.cut()
      expect(await setup.store.files()).toEqual(before)
      expect(await pull(digest)).toBe(404)
      const status = await registry.fetch(location)
      expect(status.headers.get('range')).toBe('0-0')
      expect((await putUpload(registry, locationOf(status), digest, bytes)).status).toBe(201)
    })

    it('keeps what arrived of a last chunk, shows nothing, and the upload goes on', async () => {
      const bytesBefore = seededBytes(4, 1000)
      const whole = Buffer.concat([bytesBefore, bytes])
      const wholeDigest = digestOf(whole)
      const location = locationOf(await patchUpload(registry, await begin(), bytesBefore))
      const broken = await openRequest(registry, 'PUT', `${location}&digest=${wholeDigest}`, {
        'Transfer-Encoding': 'chunked',
      })
      await broken.send(`${bytes.length.toString(16)}\r\n`)
      await broken.send(bytes.subarray(0, 2 * 1024 * 1024))
      await broken.cut()
      expect(await pull(wholeDigest)).toBe(404)
      expect(await blobsOf(wholeDigest)).toEqual([])
      const status = await registry.fetch(location)
      const stored = Number(status.headers.get('range')?.slice(2)) + 1
      expect(stored).toBeGreaterThan(1024 * 1024)
      expect((await putUpload(registry, locationOf(status), wholeDigest, whole.subarray(stored))).status).toBe(201)
    })

    it('shows nothing of a blob that is still arriving', async () => {
      const text = 'still arriving'
      const open = await openRequest(registry, 'PUT', `${await begin()}&digest=${digestOf(text)}`, {
        'Content-Length': String(text.length),
      })
      await open.send(text.slice(0, -1))
      expect(await pull(digestOf(text))).toBe(404)
      expect(await blobsOf(digestOf(text))).toEqual([])
      const answer = open.answer()
      await open.send(text.slice(-1))
      expect(await answer).toMatch(/^HTTP\/1\.1 201 /)
      expect(await pull(digestOf(text))).toBe(text)
    })
  })
})
