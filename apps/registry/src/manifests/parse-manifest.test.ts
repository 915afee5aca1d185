import { describe, expect, it } from 'vitest'
import { dockerImage, dockerList, ociArtifact, ociImage, ociIndex } from '../testing/manifests.ts'
import { parseManifest, readStoredManifest, storedMediaType } from './parse-manifest.ts'

const digest = `sha256:${'a'.repeat(64)}`
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2 }
const layer = { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, size: 3 }
const child = { mediaType: ociImage, digest, size: 4, platform: { architecture: 'amd64', os: 'linux' } }
const image = { schemaVersion: 2, mediaType: ociImage, config, layers: [layer] }
const index = { schemaVersion: 2, mediaType: ociIndex, manifests: [child] }

const bytesOf = (body: unknown): Uint8Array => Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
const parse = (body: unknown, contentType?: string): ReturnType<typeof parseManifest> =>
  parseManifest(bytesOf(body), contentType)
const refusal = (message: RegExp | string = ''): object =>
  expect.objectContaining({ code: 'MANIFEST_INVALID', status: 400, message: expect.stringMatching(message) })

describe('parseManifest, of what it takes', () => {
  it('reads the config and the layers of an image as its blobs', () => {
    expect(parse(image, ociImage)).toEqual({
      mediaType: ociImage,
      kind: 'image',
      blobs: [config, layer],
      manifests: [],
      subject: undefined,
      artifactType: config.mediaType,
      annotations: undefined,
    })
  })

  it('reads the children of an index', () => {
    expect(parse(index, ociIndex)).toMatchObject({
      kind: 'index',
      blobs: [],
      manifests: [child],
      artifactType: undefined,
    })
  })

  it('reads the blobs of an artifact manifest', () => {
    const artifact = { mediaType: ociArtifact, artifactType: 'application/example', blobs: [layer] }
    expect(parse(artifact, ociArtifact)).toMatchObject({
      kind: 'artifact',
      blobs: [layer],
      artifactType: 'application/example',
    })
  })

  it.each([
    ['image', { ...image, mediaType: dockerImage }, dockerImage],
    ['index', { ...index, mediaType: dockerList }, dockerList],
  ])("reads Docker's %s", (kind, body, mediaType) => {
    expect(parse(body, mediaType)).toMatchObject({ kind, mediaType })
  })

  it.each([
    ['an image', { ...image, mediaType: undefined }, ociImage],
    ['an index', { ...index, mediaType: undefined }, ociIndex],
    ['an index of nothing', { schemaVersion: 2, manifests: [] }, ociIndex],
    ['an image whose mediaType is empty', { ...image, mediaType: '' }, ociImage],
  ])('goes by the fields of %s without mediaType', (_, body, mediaType) => {
    expect(parse(body, mediaType).mediaType).toBe(mediaType)
    expect(parse(body).mediaType).toBe(mediaType)
  })

  it.each([
    ['with a parameter', `${ociImage}; charset=utf-8`],
    ['in capitals', ociImage.toUpperCase()],
    ['that is empty', ''],
    ['that is absent', undefined],
  ])('takes a Content-Type %s', (_, contentType) => {
    expect(parse(image, contentType).mediaType).toBe(ociImage)
  })

  it.each([
    ['no layers', { layers: [] }],
    ['absent layers', { layers: undefined }],
    ['null for layers, as Go writes an empty list', { layers: null }],
    ['fields of its own', { 'com.example.field': { deep: [1, null, { x: true }] } }],
    ['a descriptor with embedded data', { config: { ...config, data: 'e30=' } }],
    ['a descriptor with fields of its own', { layers: [{ ...layer, 'com.example': 1 }] }],
    ['a layer of no bytes', { layers: [{ ...layer, size: 0 }] }],
    ['a layer of a terabyte', { layers: [{ ...layer, size: 1024 ** 4 }] }],
    ['a sha512 descriptor', { layers: [{ ...layer, digest: `sha512:${'b'.repeat(128)}` }] }],
    ['null for subject and annotations', { subject: null, annotations: null }],
    ['a key that is a prototype', JSON.parse('{"__proto__": {"mediaType": "x"}, "constructor": 1}')],
  ])('takes an image with %s', (_, fields) => {
    expect(parse({ ...image, ...fields }, ociImage).mediaType).toBe(ociImage)
  })

  it('takes nesting of 64 levels', () => {
    expect(parse({ ...image, deep: JSON.parse('['.repeat(63) + ']'.repeat(63)) }).mediaType).toBe(ociImage)
  })

  it.each([
    ['its own', { artifactType: 'application/own' }, 'application/own'],
    ["its config's, where it has none", {}, config.mediaType],
    ["its config's, where its own is empty", { artifactType: '' }, config.mediaType],
  ])('finds the artifact type of an image to be %s', (_, fields, artifactType) => {
    expect(parse({ ...image, ...fields }).artifactType).toBe(artifactType)
  })

  it('finds the artifact type of an index to be its own or none', () => {
    expect(parse({ ...index, artifactType: 'application/own' }).artifactType).toBe('application/own')
    expect(parse(index).artifactType).toBeUndefined()
  })

  it('does not let a key of the body change what objects are', () => {
    const text = JSON.stringify({ ...image, annotations: { a: '1' } }).replace(
      '"a":"1"',
      '"__proto__":"x","constructor":"y","a":"1"',
    )
    const { annotations } = parse(text)
    expect(Object.entries(annotations ?? {})).toContainEqual(['a', '1'])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    expect({}).not.toHaveProperty('a')
  })
})

describe('parseManifest, of what it refuses', () => {
  it.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['null', 'null'],
    ['an empty list', '[]'],
    ['a list of a manifest', [image]],
    ['a number', '42'],
    ['a text', '"manifest"'],
    ['true', 'true'],
    ['half of a manifest', JSON.stringify(image).slice(0, -10)],
    ['two manifests', JSON.stringify(image).repeat(2)],
    ['a comment', `/* */${JSON.stringify(image)}`],
    ['XML', '<manifest/>'],
    ['a byte order mark', `\uFEFF${JSON.stringify(image)}`],
    ['a NUL', `${JSON.stringify(image)}\0`],
  ])('refuses %s', (_, body) => {
    expect(() => parse(body, ociImage)).toThrow(refusal(/not JSON in UTF-8|not a JSON object/))
  })

  it('refuses an empty object for what it lacks', () => {
    expect(() => parse('{}', ociImage)).toThrow(refusal(/schemaVersion.*config/))
    expect(() => parse('{}')).toThrow(refusal(/schemaVersion/))
  })

  it('refuses what is not UTF-8', () => {
    const text = JSON.stringify({ ...image, annotations: { name: 'caf\u00e9' } })
    expect(() => parseManifest(Buffer.from(text, 'latin1'), ociImage)).toThrow(refusal(/UTF-8/))
    expect(() => parseManifest(Buffer.from(text, 'utf16le'), ociImage)).toThrow(refusal(/UTF-8/))
    expect(parseManifest(Buffer.from(text, 'utf8'), ociImage).annotations).toEqual({ name: 'caf\u00e9' })
  })

  it.each(['[', '{"a":'])('refuses 65 and a million levels of %s', (open) => {
    expect(() => parse({ ...image, deep: JSON.parse('['.repeat(64) + ']'.repeat(64)) })).toThrow(refusal(/64 levels/))
    expect(() => parse(open.repeat(1_000_000))).toThrow(refusal(/64 levels/))
  })

  it.each([
    ['an image pushed as an index', image, ociIndex],
    ['an index pushed as an image', index, ociImage],
    ["an OCI image pushed as Docker's", image, dockerImage],
    ['an image pushed as something unknown', image, 'application/json'],
    ['an image without mediaType pushed as an index', { ...image, mediaType: undefined }, ociIndex],
    ["an image without mediaType pushed as Docker's", { ...image, mediaType: undefined }, dockerImage],
    ['a body of an unknown type', { ...image, mediaType: 'application/json' }, 'application/json'],
    ['a body of an unknown type without Content-Type', { ...image, mediaType: 'application/json' }, undefined],
    ['a mediaType that objects have by nature', { ...image, mediaType: 'constructor' }, undefined],
    ["Docker's schema 1", { schemaVersion: 1, fsLayers: [], history: [] }, undefined],
    ['a mediaType that is a number', { ...image, mediaType: 2 }, ociImage],
    ['a mediaType that is null', { ...image, mediaType: null }, ociImage],
  ])('refuses %s', (_, body, contentType) => {
    expect(() => parse(body, contentType)).toThrow(refusal())
  })

  it.each([
    ['an image with manifests', { ...image, manifests: [child] }],
    ['an image with an empty list of manifests', { ...image, manifests: [] }],
    ['an image with fsLayers', { ...image, fsLayers: [] }],
    ['an index with layers', { ...index, layers: [layer] }],
    ['an index with a config', { ...index, config }],
    ['both without mediaType', { schemaVersion: 2, config, layers: [layer], manifests: [child] }],
    ['an artifact with layers', { mediaType: ociArtifact, blobs: [], layers: [layer] }],
    ['an artifact with manifests', { mediaType: ociArtifact, blobs: [], manifests: [child] }],
  ])('refuses %s, which two clients could read as two things', (_, body) => {
    expect(() => parse(body)).toThrow(refusal(/another kind/))
  })

  it.each([
    ['schemaVersion 1', { schemaVersion: 1 }],
    ['schemaVersion 3', { schemaVersion: 3 }],
    ['schemaVersion as text', { schemaVersion: '2' }],
    ['no schemaVersion', { schemaVersion: undefined }],
    ['no config', { config: undefined }],
    ['a config of null', { config: null }],
    ['a config that is a list', { config: [config] }],
    ['layers that are an object', { layers: { 0: layer } }],
    ['a layer of null', { layers: [null] }],
    ['a layer that is a digest', { layers: [digest] }],
    ['a layer without digest', { layers: [{ ...layer, digest: undefined }] }],
    ['a layer of a short digest', { layers: [{ ...layer, digest: 'sha256:abc' }] }],
    ['a layer of a digest in capitals', { layers: [{ ...layer, digest: digest.toUpperCase() }] }],
    ['a layer of a digest that climbs', { layers: [{ ...layer, digest: 'sha256:../../../../etc/passwd' }] }],
    ['a layer of md5', { layers: [{ ...layer, digest: `md5:${'a'.repeat(32)}` }] }],
    ['a layer without mediaType', { layers: [{ ...layer, mediaType: undefined }] }],
    ['a layer of an empty mediaType', { layers: [{ ...layer, mediaType: '' }] }],
    ['a layer of a mediaType of 256 characters', { layers: [{ ...layer, mediaType: 'x'.repeat(256) }] }],
    ['a layer without size', { layers: [{ ...layer, size: undefined }] }],
    ['a size of -1', { layers: [{ ...layer, size: -1 }] }],
    ['a size of 1.5', { layers: [{ ...layer, size: 1.5 }] }],
    ['a size as text', { layers: [{ ...layer, size: '3' }] }],
    ['a size of null', { layers: [{ ...layer, size: null }] }],
    ['a size above what numbers hold', { layers: [{ ...layer, size: 2 ** 53 }] }],
    ['urls that are a text', { layers: [{ ...layer, urls: 'https://example.com/' }] }],
    ['annotations that are a list', { annotations: [] }],
    ['annotations of numbers', { annotations: { a: 1 } }],
    ['annotations of objects', { annotations: { a: {} } }],
    ['a subject that is a digest', { subject: digest }],
    ['a subject without size', { subject: { mediaType: ociImage, digest } }],
    ['an artifactType that is a number', { artifactType: 1 }],
  ])('refuses an image with %s', (_, fields) => {
    expect(() => parse({ ...image, ...fields }, ociImage)).toThrow(refusal())
  })

  it('refuses a size that is infinite', () => {
    expect(() => parse(JSON.stringify(image).replace('"size":3', '"size":1e400'))).toThrow(refusal(/size/))
  })

  it('names the field that is wrong', () => {
    expect(() => parse({ ...image, layers: [layer, { ...layer, size: -1 }] })).toThrow(refusal(/layers\.1\.size/))
  })

  it('says little of a manifest in which everything is wrong', () => {
    // A look at each of them would take a minute.
    const layers = Array.from({ length: 2_000_000 }, () => 1)
    expect(() => parse({ ...image, layers })).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^[^]{1,2000}$/) }),
    )
  })

  it('does not take what a prototype would give', () => {
    const text = `{"schemaVersion":2,"__proto__":${JSON.stringify({ config, layers: [layer] })}}`
    expect(() => parse(text)).toThrow(refusal(/config/))
  })
})

describe('a manifest that is stored', () => {
  it.each([
    ['an image', image, ociImage],
    ['an image that is refused today', { ...image, layers: [{ ...layer, size: -1 }] }, ociImage],
    ["Docker's list", { ...index, mediaType: dockerList }, dockerList],
    ['an index without mediaType', { schemaVersion: 2, manifests: [] }, ociIndex],
  ])('is served as what %s says it is', (_, body, mediaType) => {
    expect(storedMediaType(bytesOf(body))).toBe(mediaType)
  })

  it.each([
    ['nothing', ''],
    ['half of a manifest', '{"schemaVersion":2,'],
    ['a type that is not served', { ...image, mediaType: 'application/json' }],
    ["Docker's schema 1", { schemaVersion: 1, fsLayers: [], history: [] }],
  ])('is not served when it is %s', (_, body) => {
    expect(storedMediaType(bytesOf(body))).toBeUndefined()
  })

  it('is read as far as it can be', () => {
    expect(readStoredManifest(bytesOf(image))?.blobs).toEqual([config, layer])
    expect(readStoredManifest(bytesOf({ ...image, layers: [{ ...layer, size: -1 }] }))).toBeUndefined()
    expect(readStoredManifest(bytesOf(''))).toBeUndefined()
  })
})
