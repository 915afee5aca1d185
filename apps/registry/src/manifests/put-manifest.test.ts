import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  artifactManifest,
  descriptorOf,
  dockerImage,
  dockerList,
  emptyJson,
  ociArtifact,
  ociImage,
  ociIndex,
} from '../testing/manifests.ts'
import { digestOf, errorCodes, pushBlob, putManifest } from '../testing/push.ts'
import { rawRequest } from '../testing/raw-request.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { storedFiles } from '../testing/stored-files.ts'

const sizeLimitBytes = 4 * 1024 * 1024

describe('PUT /v2/<name>/manifests/<reference>', () => {
  let registry: TestRegistry
  const name = 'team/app'
  const layer = 'the layer'
  const layers = [descriptorOf(layer, 'application/vnd.oci.image.layer.v1.tar')]
  const image = artifactManifest({ layers })

  beforeAll(async () => {
    registry = await startTestRegistry()
    await pushBlob(registry, name, emptyJson)
    await pushBlob(registry, name, layer)
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
  })

  const get = (reference: string): Promise<Response> => registry.fetch(`/v2/${name}/manifests/${reference}`)
  /** Pushes a manifest that must be taken, and fetches it again. */
  async function push(reference: string, manifest: object, mediaType = ociImage): Promise<Response> {
    const pushed = await putManifest(registry, name, reference, manifest, mediaType)
    expect(pushed.response.status).toBe(201)
    const response = await get(pushed.digest)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(mediaType)
    expect(await response.text()).toBe(pushed.bytes)
    return pushed.response
  }

  describe('of the kinds of manifests', () => {
    it.each([
      ['an OCI image', ociImage, image],
      ["Docker's image, schema 2", dockerImage, { ...image, mediaType: dockerImage, artifactType: undefined }],
      ['an image without layers', ociImage, artifactManifest()],
      ['an image without mediaType', ociImage, { ...image, mediaType: undefined }],
      ['an image with fields of its own', ociImage, { ...image, 'com.example': { nested: [true, null] } }],
      [
        'an image whose config is embedded as data',
        ociImage,
        artifactManifest({ config: descriptorOf(emptyJson, 'application/vnd.oci.empty.v1+json', { data: 'e30=' }) }),
      ],
      ['an artifact manifest', ociArtifact, { mediaType: ociArtifact, artifactType: 'application/x', blobs: layers }],
      ['an index of nothing', ociIndex, { schemaVersion: 2, mediaType: ociIndex, manifests: [] }],
      [
        'an index of an artifact type',
        ociIndex,
        { schemaVersion: 2, mediaType: ociIndex, artifactType: 'a/b', manifests: [] },
      ],
      ["Docker's list of nothing", dockerList, { schemaVersion: 2, mediaType: dockerList, manifests: [] }],
    ])('takes %s', async (_, mediaType, manifest) => {
      expect((await push('kind', manifest, mediaType)).status).toBe(201)
    })

    it('takes an index of an index of an image', async () => {
      const child = await putManifest(registry, name, 'child', image)
      const inner = { schemaVersion: 2, mediaType: ociIndex, manifests: [descriptorOf(child.bytes, ociImage)] }
      expect((await push('inner', inner, ociIndex)).status).toBe(201)
      const outer = { ...inner, manifests: [descriptorOf(JSON.stringify(inner), ociIndex)] }
      expect((await push('outer', outer, ociIndex)).status).toBe(201)
    })
  })

  describe('of the answer', () => {
    it('names the manifest by its digest, whatever it was pushed by', async () => {
      const digest = digestOf(JSON.stringify(image))
      for (const reference of ['answer', digest]) {
        const response = await push(reference, image)
        expect(response.headers.get('docker-content-digest')).toBe(digest)
        expect(response.headers.get('location')).toBe(`${registry.url}/v2/${name}/manifests/${digest}`)
        expect(response.headers.has('oci-subject')).toBe(false)
        expect(response.headers.has('oci-tag')).toBe(false)
        expect(await response.text()).toBe('')
      }
    })

    it('warns of what is taken but should no longer be pushed', async () => {
      const withdrawn = { mediaType: ociArtifact, artifactType: 'application/x', blobs: layers }
      const response = await push('withdrawn', withdrawn, ociArtifact)
      expect(response.headers.get('warning')).toMatch(/^299 - "the OCI artifact manifest was withdrawn; [^"]+"$/)
      expect((await push('current', image)).headers.has('warning')).toBe(false)
    })

    it('names a subject that is there', async () => {
      const { digest } = await putManifest(registry, name, 'subject', image)
      const subject = descriptorOf(JSON.stringify(image), ociImage)
      const response = await push('with-subject', artifactManifest({ subject }))
      expect(response.headers.get('oci-subject')).toBe(digest)
    })

    it('names a subject that is not there: it may be pushed later', async () => {
      const subject = descriptorOf('not pushed yet', ociImage)
      const response = await push('without-subject', artifactManifest({ subject }))
      expect(response.headers.get('oci-subject')).toBe(subject['digest'])
    })

    it('names the subject of an index', async () => {
      const subject = descriptorOf('not pushed yet', ociImage)
      const index = { schemaVersion: 2, mediaType: ociIndex, manifests: [], subject }
      expect((await push('index', index, ociIndex)).headers.get('oci-subject')).toBe(subject['digest'])
    })
  })

  describe('of tags', () => {
    it('moves a tag to the manifest that is pushed last', async () => {
      const first = await putManifest(registry, name, 'moving', { ...image, annotations: { turn: 'first' } })
      const second = await putManifest(registry, name, 'moving', { ...image, annotations: { turn: 'second' } })
      expect((await get('moving')).headers.get('docker-content-digest')).toBe(second.digest)
      expect((await get(first.digest)).status).toBe(200)
    })

    it('tags a manifest that is pushed by digest with each ?tag=, and says so', async () => {
      const tags = Array.from({ length: 12 }, (_, index) => `many-${index}`)
      const digest = digestOf(JSON.stringify(image))
      const response = await push(`${digest}?tag=${tags.join('&tag=')}`, image)
      expect(response.headers.get('oci-tag')?.split(', ')).toEqual(tags)
      for (const tag of tags) expect((await get(tag)).headers.get('docker-content-digest')).toBe(digest)
    })

    it('refuses more tags at once than a hundred', async () => {
      const bytes = JSON.stringify({ ...image, annotations: { tags: 'many' } })
      const tags = Array.from({ length: 101 }, (_, index) => `tag=t${index}`).join('&')
      const { response } = await putManifest(registry, name, `${digestOf(bytes)}?${tags}`, bytes)
      expect(response.status).toBe(414)
      expect(await errorCodes(response)).toEqual(['TAG_INVALID'])
    })

    it('sets a tag once that is asked for twice', async () => {
      const digest = digestOf(JSON.stringify(image))
      expect((await push(`${digest}?tag=twice&tag=twice`, image)).headers.get('oci-tag')).toBe('twice')
    })

    it.each(['-x', '', 'a/b', 'a%20b', '..', 'x'.repeat(129), `sha256:${'a'.repeat(64)}`])(
      'refuses ?tag=%s, which no tag can be, and with it everything',
      async (tag) => {
        const bytes = JSON.stringify({ ...image, annotations: { refused: tag } })
        const digest = digestOf(bytes)
        const { response } = await putManifest(registry, name, `${digest}?tag=fine&tag=${tag}`, bytes)
        expect(response.status).toBe(400)
        expect(await errorCodes(response)).toEqual(['TAG_INVALID'])
        expect((await get(digest)).status).toBe(404)
        expect((await get('fine')).status).toBe(404)
      },
    )

    it.each(['-x', '.x', 'x'.repeat(129), '%2e%2e', 'a%2Fb', '%00', 'a%0Ab', 'l%C3%A4test'])(
      'refuses the tag %s',
      async (tag) => {
        const path = `/v2/${name}/manifests/${tag}`
        const response = await rawRequest(registry, { method: 'PUT', path, body: JSON.stringify(image) })
        expect(response.status).toBe(400)
        expect(response.body).toContain('TAG_INVALID')
      },
    )

    it('takes a tag of 128 characters', async () => {
      expect((await push(`_${'x'.repeat(127)}`, image)).status).toBe(201)
    })
  })

  describe('of digests', () => {
    it('stores what is pushed by sha512 under that digest, and answers it by tag so', async () => {
      const bytes = JSON.stringify({ ...image, annotations: { by: 'sha512' } })
      const digest = digestOf(bytes, 'sha512')
      const { response } = await putManifest(registry, name, `${digest}?tag=long`, bytes)
      expect(response.status).toBe(201)
      expect(response.headers.get('docker-content-digest')).toBe(digest)
      expect(response.headers.get('location')).toMatch(new RegExp(`${digest}$`))
      for (const reference of [digest, 'long']) {
        const fetched = await get(reference)
        expect(fetched.headers.get('docker-content-digest')).toBe(digest)
        expect(fetched.headers.get('etag')).toBe(`"${digest}"`)
        expect(await fetched.text()).toBe(bytes)
      }
      expect((await get(digestOf(bytes))).headers.get('docker-content-digest')).toBe(digestOf(bytes))
    })

    it.each(['sha256', 'sha512'] as const)('refuses a %s digest that is not that of the bytes', async (algorithm) => {
      const digest = digestOf('other bytes', algorithm)
      const { response } = await putManifest(registry, name, digest, image)
      expect(response.status).toBe(400)
      expect(await errorCodes(response)).toEqual(['DIGEST_INVALID'])
      expect((await get(digest)).status).toBe(404)
    })

    it.each(['sha256:abc', `md5:${'a'.repeat(32)}`, `sha256:${'A'.repeat(64)}`, 'a:b'])(
      'refuses %s',
      async (digest) => {
        const { response } = await putManifest(registry, name, digest, image)
        expect(response.status).toBe(400)
        expect(await errorCodes(response)).toEqual(['DIGEST_INVALID'])
      },
    )
  })

  describe('of bodies', () => {
    it.each([
      ['nothing', ''],
      ['null', 'null'],
      ['an empty object', '{}'],
      ['an empty list', '[]'],
      ['a number', '42'],
      ['no JSON', 'manifest'],
      ['a negative size', JSON.stringify(image).replace(/"size":\d+/, '"size":-1')],
      ['a size above what numbers hold', JSON.stringify(image).replace(/"size":\d+/, '"size":99999999999999999999')],
      ['layers beside manifests', { ...image, manifests: [] }],
      ['an unknown type', { ...image, mediaType: 'application/vnd.docker.plugin.v1+json' }],
      ['nesting of 100,000 levels', `{"a":${'['.repeat(100_000)}`],
      ['a prototype in place of fields', `{"schemaVersion":2,"__proto__":${JSON.stringify(image)}}`],
    ])('refuses %s with MANIFEST_INVALID, and stores nothing', async (_, body) => {
      const before = Object.keys(await storedFiles(registry.driver))
      const { response } = await putManifest(registry, name, 'refused', body)
      expect(response.status).toBe(400)
      expect(await errorCodes(response)).toEqual(['MANIFEST_INVALID'])
      expect(Object.keys(await storedFiles(registry.driver))).toEqual(before)
    })

    it('refuses what is not UTF-8', async () => {
      const body = Buffer.from(JSON.stringify({ ...image, annotations: { name: 'caf\u00e9' } }), 'latin1')
      const path = `/v2/${name}/manifests/refused`
      const response = await rawRequest(registry, { method: 'PUT', path, headers: { 'content-type': ociImage }, body })
      expect(response.status).toBe(400)
      expect(response.body).toContain('MANIFEST_INVALID')
    })

    it.each([
      ["Docker's type", dockerImage],
      ['an index', ociIndex],
      ['JSON', 'application/json'],
      ['what curl sends', 'application/x-www-form-urlencoded'],
    ])('refuses an OCI image that is pushed as %s', async (_, mediaType) => {
      const { response } = await putManifest(registry, name, 'refused', image, mediaType)
      expect(response.status).toBe(400)
      expect(await errorCodes(response)).toEqual(['MANIFEST_INVALID'])
    })

    it('goes by mediaType where there is no Content-Type', async () => {
      const body = JSON.stringify(image)
      const response = await rawRequest(registry, { method: 'PUT', path: `/v2/${name}/manifests/untyped`, body })
      expect(response.status).toBe(201)
      expect((await get('untyped')).headers.get('content-type')).toBe(ociImage)
    })
  })

  describe('of sizes', () => {
    const sized = (length: number): Buffer => {
      const bytes = JSON.stringify({ ...image, annotations: { filler: '' } })
      return Buffer.from(bytes.replace('"filler":""', `"filler":"${'x'.repeat(length - bytes.length)}"`))
    }
    const piecesOf = (bytes: Buffer): Buffer[] =>
      Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, index) =>
        bytes.subarray(index * 65_536, (index + 1) * 65_536),
      )
    const put = (body: Buffer | Buffer[]): ReturnType<typeof rawRequest> =>
      rawRequest(registry, {
        method: 'PUT',
        path: `/v2/${name}/manifests/sized`,
        headers: { 'content-type': ociImage, ...(Array.isArray(body) ? {} : { 'content-length': body.length }) },
        body,
      })

    it.each([
      ['announced', (bytes: Buffer) => bytes],
      ['in chunks', piecesOf],
    ])('takes a manifest of exactly 4 MiB, %s', async (_, send) => {
      const bytes = sized(sizeLimitBytes)
      expect(bytes.length).toBe(sizeLimitBytes)
      expect((await put(send(bytes))).status).toBe(201)
      const response = await get('sized')
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
    })

    it.each([
      ['announced', (bytes: Buffer) => bytes],
      ['in chunks', piecesOf],
    ])('answers 413 to one byte more, %s', async (_, send) => {
      const response = await put(send(sized(sizeLimitBytes + 1)))
      expect(response.status).toBe(413)
      expect(response.body).toContain('MANIFEST_INVALID')
    })

    it('answers 413 before the body comes, where its length says enough', async () => {
      const { status, headers } = await rawRequest(registry, {
        method: 'PUT',
        path: `/v2/${name}/manifests/sized`,
        headers: { 'content-type': ociImage, 'content-length': 1024 ** 4, connection: 'keep-alive' },
      })
      expect(status).toBe(413)
      expect(headers['connection']).toBe('close')
    })
  })

  it('answers 405 while the registry is read-only', async () => {
    const storage = { maintenance: { readonly: { enabled: true } } }
    await using readOnly = await startTestRegistry({ storage }, { driver: registry.driver })
    const { response } = await putManifest(readOnly, name, 'refused', image)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    expect(await errorCodes(response)).toEqual(['UNSUPPORTED'])
    expect((await get('refused')).status).toBe(404)
  })
})
