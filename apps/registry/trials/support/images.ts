import { randomBytes } from 'node:crypto'
import { dockerImage, dockerList, ociImage, ociIndex } from '../../src/testing/manifests.ts'
import { digestOf, putManifest } from '../../src/testing/push.ts'
import type { Site } from '../../src/testing/start-test-registry.ts'
import { beginUpload, putUpload } from '../../src/testing/upload.ts'

/** Something tagged, with all that belongs to it. */
export interface PushedImage {
  readonly mediaType: string
  readonly digest: string
  /** Manifests by digest: its own, and for an index those of its images. */
  readonly manifests: ReadonlyMap<string, { readonly bytes: string; readonly mediaType: string }>
  readonly blobs: ReadonlyMap<string, Uint8Array>
}

/** The four kinds that every registry takes. */
export const imageKinds = ['OCI image', 'OCI index', 'Docker image', 'Docker list'] as const
export type ImageKind = (typeof imageKinds)[number]

/** Pushes an image, or two under an index, as a client does. */
export async function pushImageOf(site: Site, kind: ImageKind, name: string, reference: string): Promise<PushedImage> {
  const isDocker = kind.startsWith('Docker')
  const imageType = isDocker ? dockerImage : ociImage
  if (kind === 'OCI image' || kind === 'Docker image') {
    return pushSingle(site, name, { reference, mediaType: imageType })
  }
  const mediaType = isDocker ? dockerList : ociIndex
  const children = [
    await pushSingle(site, name, { mediaType: imageType }),
    await pushSingle(site, name, { mediaType: imageType }),
  ]
  const manifests = children.map((child, index) => ({
    mediaType: child.mediaType,
    digest: child.digest,
    size: child.manifests.get(child.digest)?.bytes.length,
    platform: { os: 'linux', architecture: index === 0 ? 'amd64' : 'arm64' },
  }))
  const pushed = await putManifest(site, name, reference, { schemaVersion: 2, mediaType, manifests }, mediaType)
  assertCreated(pushed.response)
  return {
    mediaType,
    digest: pushed.digest,
    manifests: new Map([
      [pushed.digest, { bytes: pushed.bytes, mediaType }],
      ...children.flatMap((child) => [...child.manifests]),
    ]),
    blobs: new Map(children.flatMap((child) => [...child.blobs])),
  }
}

interface SingleImage {
  /** Default: its digest. */
  readonly reference?: string
  readonly mediaType: string
  /** Added to its manifest. */
  readonly fields?: object
}

/** Pushes an image of a config and two layers that no other image has. */
export async function pushSingle(
  site: Site,
  name: string,
  { reference, mediaType, fields = {} }: SingleImage,
): Promise<PushedImage> {
  const contents = [Buffer.from(JSON.stringify({ os: 'linux', id: randomBytes(8).toString('hex') }))]
  contents.push(randomBytes(70_000), randomBytes(3))
  const types = mediaType === dockerImage ? dockerTypes : ociTypes
  const blobs = new Map<string, Uint8Array>()
  for (const bytes of contents) blobs.set(await pushBlobAsClientsDo(site, name, bytes), bytes)
  const [config, ...layers] = [...blobs].map(([digest, bytes], index) => ({
    mediaType: index === 0 ? types.config : types.layer,
    digest,
    size: bytes.length,
  }))
  const bytes = JSON.stringify({ schemaVersion: 2, mediaType, config, layers, ...fields }, undefined, 3)
  const pushed = await putManifest(site, name, reference ?? digestOf(bytes), bytes, mediaType)
  assertCreated(pushed.response)
  return { mediaType, digest: pushed.digest, manifests: new Map([[pushed.digest, { bytes, mediaType }]]), blobs }
}

const ociTypes = {
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
}
const dockerTypes = {
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
}

/** By POST and PUT: the Go registry does not know a POST that brings all of a blob. */
async function pushBlobAsClientsDo(site: Site, name: string, bytes: Uint8Array): Promise<string> {
  const digest = digestOf(bytes)
  const response = await putUpload(site, await beginUpload(site, name), digest, bytes, {
    'content-type': 'application/octet-stream',
  })
  assertCreated(response)
  return digest
}

function assertCreated(response: Response): void {
  if (response.status !== 201) throw new Error(`a push to ${response.url} was answered ${response.status}`)
}

/** All that differs, as a site serves it, from the image as it was pushed; nothing where it is whole. */
export async function differences(site: Site, name: string, reference: string, image: PushedImage): Promise<string[]> {
  const found: string[] = []
  const compare = async (path: string, mediaType: string, expected: Uint8Array | string): Promise<void> => {
    const headers = { accept: mediaType }
    for (const method of ['HEAD', 'GET']) {
      const response = await site.fetch(`/v2/${name}/${path}`, { method, headers })
      const bytes = Buffer.from(await response.arrayBuffer())
      const length = Number(response.headers.get('content-length'))
      if (response.status !== 200) found.push(`${method} ${path}: ${response.status}`)
      else if (response.headers.get('docker-content-digest') !== digestOf(expected)) found.push(`${path}: other digest`)
      else if (response.headers.get('content-type') !== mediaType) found.push(`${path}: other type`)
      else if (length !== Buffer.byteLength(expected)) found.push(`${method} ${path}: other length`)
      else if (method === 'GET' && !bytes.equals(Buffer.from(expected))) found.push(`${path}: other bytes`)
    }
  }
  const top = image.manifests.get(image.digest)
  await compare(`manifests/${reference}`, image.mediaType, top?.bytes ?? '')
  for (const [digest, { bytes, mediaType }] of image.manifests) await compare(`manifests/${digest}`, mediaType, bytes)
  for (const [digest, bytes] of image.blobs) await compare(`blobs/${digest}`, 'application/octet-stream', bytes)
  return found
}
