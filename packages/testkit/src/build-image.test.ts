import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { buildImage, buildIndex, sha256 } from './index.ts'

const parse = (bytes: Uint8Array): Record<string, unknown> =>
  JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>

describe('a built image', () => {
  test('names each of its blobs by digest, size and media type', () => {
    const image = buildImage({ layers: 3, layerSizeBytes: 5000 })
    expect(image.blobs).toHaveLength(4)
    for (const blob of image.blobs) {
      expect(blob.digest).toBe(sha256(blob.bytes))
      expect(blob.size).toBe(blob.bytes.length)
    }
    const descriptors = image.blobs.map(({ mediaType, digest, size }) => ({ mediaType, digest, size }))
    expect(image.digest).toBe(sha256(image.manifest))
    expect(image.size).toBe(image.manifest.length)
    expect(parse(image.manifest)).toEqual({
      schemaVersion: 2,
      mediaType: image.mediaType,
      config: descriptors[3],
      layers: descriptors.slice(0, 3),
    })
    expect(parse(image.config.bytes)).toMatchObject({
      architecture: 'amd64',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: descriptors.slice(0, 3).map((layer) => layer.digest) },
    })
  })

  test('is the same for the same options, and shares no blob with that of another seed', () => {
    expect(buildImage({ seed: 4 }).digest).toBe(buildImage({ seed: 4 }).digest)
    const digests = [1, 2, 3].flatMap((seed) => buildImage({ seed }).blobs.map((blob) => blob.digest))
    expect(new Set(digests).size).toBe(9)
  })

  test('may have a subject, a type and annotations', () => {
    const subject = buildImage()
    const { mediaType, digest, size } = subject
    const referrer = buildImage({ layers: 0, subject, artifactType: 'application/x.test', annotations: { a: 'b' } })
    expect(parse(referrer.manifest)).toMatchObject({
      artifactType: 'application/x.test',
      layers: [],
      subject: { mediaType, digest, size },
      annotations: { a: 'b' },
    })
    expect(parse(referrer.manifest)['subject']).not.toHaveProperty('blobs')
  })

  test.each([0, 1, 511, 512, 513, 100_000])(
    'has layers that tar can read, with a file of %i bytes',
    (layerSizeBytes) => {
      const [layer] = buildImage({ layers: 1, layerSizeBytes }).blobs
      const content = execFileSync('tar', ['-xO', 'layer-0'], { input: layer?.bytes })
      expect(content.length).toBe(layerSizeBytes)
    },
  )
})

describe('a built index', () => {
  test('names its manifests with their platforms, and may name another index', () => {
    const images = ['amd64', 'arm64'].map((architecture, seed) => buildImage({ architecture, seed }))
    const inner = buildIndex(images)
    expect(inner.digest).toBe(sha256(inner.manifest))
    expect(parse(inner.manifest)).toEqual({
      schemaVersion: 2,
      mediaType: inner.mediaType,
      manifests: images.map(({ mediaType, digest, size, platform }) => ({ mediaType, digest, size, platform })),
    })
    const { mediaType, digest, size } = inner
    expect(parse(buildIndex([inner]).manifest)['manifests']).toEqual([{ mediaType, digest, size }])
  })
})
