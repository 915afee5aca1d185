import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  artifactManifest,
  descriptorOf,
  dockerList,
  emptyJson,
  ociArtifact,
  ociImage,
  ociIndex,
} from '../testing/manifests.ts'
import { errorCodes, pushBlob, putManifest } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { nonDistributableLayers } from './media-types.ts'

const name = 'team/app'
const tar = 'application/vnd.oci.image.layer.v1.tar'
const layerOf = (content: string): Record<string, unknown> => descriptorOf(content, tar)
const indexOf = (manifests: object[], mediaType = ociIndex): object => ({ schemaVersion: 2, mediaType, manifests })

async function startWith(validation: Record<string, unknown>): Promise<TestRegistry> {
  const registry = await startTestRegistry({ validation })
  await pushBlob(registry, name, emptyJson)
  return registry
}

interface Outcome {
  readonly status: number
  readonly codes: readonly string[]
  /** The digests that are said to be missing, each by an error of its own. */
  readonly missing: readonly unknown[]
}

async function outcomeOf(response: Response): Promise<Outcome> {
  const text = await response.text()
  const { errors } = (text === '' ? { errors: [] } : JSON.parse(text)) as {
    errors: { code: string; detail?: { digest: string } }[]
  }
  const codes = [...new Set(errors.map((error) => error.code))]
  return { status: response.status, codes, missing: errors.map((error) => error.detail?.digest) }
}

const taken: Outcome = { status: 201, codes: [], missing: [] }
const lacking = (...missing: unknown[]): Outcome => ({ status: 400, codes: ['MANIFEST_BLOB_UNKNOWN'], missing })

describe('a manifest that is pushed', () => {
  let registry: TestRegistry

  beforeAll(async () => {
    registry = await startWith({})
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
  })

  it('is refused while layers are missing, and each of them is named', async () => {
    const there = await pushBlob(registry, name, 'is there')
    const layers = [layerOf('missing one'), layerOf('is there'), layerOf('missing two')]
    expect(layers[1]?.['digest']).toBe(there)
    const { response } = await putManifest(registry, name, 'image', artifactManifest({ layers }))
    expect(await outcomeOf(response)).toEqual(lacking(layers[0]?.['digest'], layers[2]?.['digest']))
    expect((await registry.fetch(`/v2/${name}/manifests/image`)).status).toBe(404)
  })

  it('is refused while its config is missing', async () => {
    const config = descriptorOf('missing', 'application/vnd.oci.image.config.v1+json')
    const { response } = await putManifest(registry, name, 'image', artifactManifest({ config }))
    expect(await outcomeOf(response)).toEqual(lacking(config['digest']))
  })

  it('is refused while blobs of an artifact are missing', async () => {
    const artifact = { mediaType: ociArtifact, artifactType: 'a/b', blobs: [layerOf('missing')] }
    const { response } = await putManifest(registry, name, 'artifact', artifact, ociArtifact)
    expect(await outcomeOf(response)).toEqual(lacking(artifact.blobs[0]?.['digest']))
  })

  it('is refused while only another repository has the layer', async () => {
    await pushBlob(registry, 'team/other', 'elsewhere')
    const layers = [layerOf('elsewhere')]
    const { response } = await putManifest(registry, name, 'image', artifactManifest({ layers }))
    expect(await outcomeOf(response)).toEqual(lacking(layers[0]?.['digest']))
  })

  it('is refused when its layer is a manifest, which is no blob of the repository', async () => {
    const child = await putManifest(registry, name, 'child', artifactManifest())
    const layers = [descriptorOf(child.bytes, tar)]
    const { response } = await putManifest(registry, name, 'image', artifactManifest({ layers }))
    expect(await outcomeOf(response)).toEqual(lacking(child.digest))
  })

  it.each([ociIndex, dockerList])('is refused as %s while children are missing', async (mediaType) => {
    const child = await putManifest(registry, name, 'child', artifactManifest())
    const missing = descriptorOf('missing', ociImage)
    const manifests = [missing, descriptorOf(child.bytes, ociImage)]
    const { response } = await putManifest(registry, name, 'index', indexOf(manifests, mediaType), mediaType)
    expect(await outcomeOf(response)).toEqual(lacking(missing['digest']))
  })

  it('is refused when its child is a blob, which is no manifest of the repository', async () => {
    const digest = await pushBlob(registry, name, JSON.stringify(artifactManifest({ annotations: { is: 'a blob' } })))
    const manifests = [{ mediaType: ociImage, digest, size: 1 }]
    const { response } = await putManifest(registry, name, 'index', indexOf(manifests), ociIndex)
    expect(await outcomeOf(response)).toEqual(lacking(digest))
  })

  it('is taken with a subject that is missing', async () => {
    const subject = descriptorOf('missing', ociImage)
    expect((await putManifest(registry, name, 'image', artifactManifest({ subject }))).response.status).toBe(201)
  })

  it('is refused with thousands of missing layers, in one answer', async () => {
    const layers = Array.from({ length: 5000 }, (_, index) => layerOf(`missing ${index}`))
    const { response } = await putManifest(registry, name, 'image', artifactManifest({ layers }))
    expect(await outcomeOf(response)).toEqual(lacking(...layers.map((layer) => layer['digest'])))
  })

  it('is refused after one of its layers was deleted', async () => {
    const digest = await pushBlob(registry, name, 'deleted')
    expect((await registry.fetch(`/v2/${name}/blobs/${digest}`, { method: 'DELETE' })).status).toBe(202)
    const { response } = await putManifest(registry, name, 'image', artifactManifest({ layers: [layerOf('deleted')] }))
    expect(await outcomeOf(response)).toEqual(lacking(digest))
  })
})

describe('an index that is pushed', () => {
  const amd64 = { platform: { architecture: 'amd64', os: 'linux' } }
  const arm64 = { platform: { architecture: 'arm64', os: 'linux' } }
  const windows = { platform: { architecture: 'amd64', os: 'windows' } }

  async function pushWith(indexes: Record<string, unknown>, missing: object[]): Promise<Outcome> {
    await using registry = await startWith({ manifests: { indexes } })
    const there = await putManifest(registry, name, 'child', artifactManifest())
    const manifests = [descriptorOf(there.bytes, ociImage, amd64), ...missing]
    return await outcomeOf((await putManifest(registry, name, 'index', indexOf(manifests), ociIndex)).response)
  }

  const missingArm = descriptorOf('arm', ociImage, arm64)
  const missingWindows = descriptorOf('windows', ociImage, windows)
  const missingPlain = descriptorOf('no platform', ociImage)

  it('needs every child by default, and with validation.manifests.indexes.platforms: all', async () => {
    for (const indexes of [{}, { platforms: 'all' }]) {
      expect(await pushWith(indexes, [missingArm, missingPlain])).toEqual(
        lacking(missingArm['digest'], missingPlain['digest']),
      )
    }
  })

  it('needs no child with platforms: none', async () => {
    expect(await pushWith({ platforms: 'none' }, [missingArm, missingPlain])).toEqual(taken)
  })

  it('needs the children of listed platforms only with platforms: list', async () => {
    const indexes = { platforms: 'list', platformlist: [amd64.platform, arm64.platform] }
    expect(await pushWith(indexes, [missingWindows, missingPlain])).toEqual(taken)
    expect(await pushWith(indexes, [missingWindows, missingArm])).toEqual(lacking(missingArm['digest']))
  })
})

describe('a layer that clients fetch from elsewhere', () => {
  const urls = ['https://layers.example.com/one']
  const pushLayer = async (urlRules: Record<string, unknown>, layer: object): Promise<Outcome> => {
    await using registry = await startWith({ manifests: { urls: urlRules } })
    await pushBlob(registry, name, 'is there')
    const { response } = await putManifest(registry, name, 'image', artifactManifest({ layers: [layer] }))
    return await outcomeOf(response)
  }
  const allow = ['^https://layers\\.example\\.com/']

  it.each([...nonDistributableLayers])('need not be there: %s', async (mediaType) => {
    expect(await pushLayer({ allow }, descriptorOf('missing', mediaType, { urls }))).toEqual(taken)
  })

  it.each([...nonDistributableLayers, tar])('may only name a URL that is allowed: %s', async (mediaType) => {
    const layer = descriptorOf('is there', mediaType, { urls })
    expect(await pushLayer({ allow }, layer)).toEqual(taken)
    for (const rules of [{}, { deny: ['example'] }, { allow, deny: ['/one$'] }, { allow: ['^https://other/'] }]) {
      expect(await pushLayer(rules, layer)).toMatchObject({ status: 400, codes: ['MANIFEST_INVALID'] })
    }
  })

  it('must be there when it is an ordinary one, whatever URL it names', async () => {
    const layer = descriptorOf('missing', tar, { urls })
    expect(await pushLayer({ allow }, layer)).toEqual(lacking(layer['digest']))
  })
})

describe('with validation.disabled', () => {
  it('a manifest is taken whatever it refers to', async () => {
    await using registry = await startWith({ disabled: true })
    const layers = [layerOf('missing'), descriptorOf('also', tar, { urls: ['https://layers.example.com/one'] })]
    expect((await putManifest(registry, name, 'image', artifactManifest({ layers }))).response.status).toBe(201)
    const index = indexOf([descriptorOf('missing', ociImage)])
    expect((await putManifest(registry, name, 'index', index, ociIndex)).response.status).toBe(201)
  })

  it('a manifest must still be one', async () => {
    await using registry = await startWith({ disabled: true })
    const { response } = await putManifest(registry, name, 'image', artifactManifest({ layers: [{}] }))
    expect(response.status).toBe(400)
    expect(await errorCodes(response)).toEqual(['MANIFEST_INVALID'])
  })
})
