import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string }
}

export interface MultiPlatformImage {
  /** The descriptor of the index. */
  readonly index: Descriptor
  /** The descriptors of the manifests, one for each platform. */
  readonly manifests: readonly Descriptor[]
}

export const indexMediaType = 'application/vnd.oci.image.index.v1+json'
export const manifestMediaType = 'application/vnd.oci.image.manifest.v1+json'
const configMediaType = 'application/vnd.oci.image.config.v1+json'
const layerMediaType = 'application/vnd.oci.image.layer.v1.tar+gzip'

const platforms = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64', variant: 'v8' },
] as const

/** Writes an OCI image layout whose tag names an image of two platforms that share a layer. */
export async function writeLayout(folder: string, tag: string): Promise<MultiPlatformImage> {
  await mkdir(join(folder, 'blobs', 'sha256'), { recursive: true })
  await writeFile(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  const shared = randomBytes(1024 * 1024)
  const manifests = []
  for (const platform of platforms) manifests.push({ ...(await writeImage(folder, shared, platform)), platform })
  const index = await writeJson(folder, indexMediaType, {
    schemaVersion: 2,
    mediaType: indexMediaType,
    manifests,
    annotations: { 'com.example.purpose': 'a field that a registry has no use for and has to keep' },
  })
  const tagged = { ...index, annotations: { 'org.opencontainers.image.ref.name': tag } }
  await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [tagged] }))
  return { index, manifests }
}

async function writeImage(folder: string, shared: Buffer, platform: (typeof platforms)[number]): Promise<Descriptor> {
  const contents = [shared, randomBytes(3 * 1024 * 1024 + 1), Buffer.from(`only for ${platform.architecture}\n`)]
  const layers = []
  for (const content of contents) layers.push(await writeBlob(folder, layerMediaType, gzipSync(content)))
  const config = await writeJson(folder, configMediaType, {
    ...platform,
    config: {},
    rootfs: { type: 'layers', diff_ids: contents.map(digestOf) },
  })
  return writeJson(folder, manifestMediaType, { schemaVersion: 2, mediaType: manifestMediaType, config, layers })
}

async function writeJson(folder: string, mediaType: string, value: unknown): Promise<Descriptor> {
  // Indented, so that a registry that writes manifests anew instead of keeping their bytes is found out.
  return writeBlob(folder, mediaType, Buffer.from(JSON.stringify(value, undefined, 3)))
}

async function writeBlob(folder: string, mediaType: string, content: Buffer): Promise<Descriptor> {
  const digest = digestOf(content)
  await writeFile(blobPath(folder, digest), content)
  return { mediaType, digest, size: content.length }
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

function blobPath(folder: string, digest: string): string {
  return join(folder, 'blobs', ...digest.split(':'))
}

export async function readBlob(folder: string, digest: string): Promise<Buffer> {
  return readFile(blobPath(folder, digest))
}

/** Every blob of a layout with the digest of what is really in it. */
export async function readBlobDigests(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(folder, 'blobs', 'sha256'))
  const digests = new Map<string, string>()
  for (const name of names.toSorted()) {
    digests.set(`sha256:${name}`, digestOf(await readBlob(folder, `sha256:${name}`)))
  }
  return digests
}
