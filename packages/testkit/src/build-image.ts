import { sha256, type Sha256Digest } from './digest.ts'
import { seededBytes } from './seeded-bytes.ts'
import { tarOfOneFile } from './tar-file.ts'

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const indexType = 'application/vnd.oci.image.index.v1+json'
const configType = 'application/vnd.oci.image.config.v1+json'
const layerType = 'application/vnd.oci.image.layer.v1.tar'

/** What a manifest says of something it names: https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
export interface BuiltDescriptor {
  readonly mediaType: string
  readonly digest: Sha256Digest
  /** Bytes. */
  readonly size: number
}

export interface BuiltBlob extends BuiltDescriptor {
  readonly bytes: Uint8Array
}

export interface BuildImageOptions {
  /** How many layers. Default 2. */
  readonly layers?: number
  /** Size of the one file that each layer holds; the layer, a tar archive, is up to 2,047 bytes larger. Default 1024. */
  readonly layerSizeBytes?: number
  /** Images of different seeds have no blob in common. Default 1. */
  readonly seed?: number
  /** Default `amd64`. */
  readonly architecture?: string
  /** Default `linux`. */
  readonly os?: string
  /** What the image refers to, for the referrers API. Default: nothing. */
  readonly subject?: BuiltDescriptor
  /** Default: none. */
  readonly artifactType?: string
  /** Default: none. */
  readonly annotations?: Readonly<Record<string, string>>
}

export interface BuiltManifest extends BuiltDescriptor {
  /** The manifest's bytes, over which the digest goes. */
  readonly manifest: Uint8Array
}

export interface BuiltImage extends BuiltManifest {
  /** All that must be pushed before the manifest: the layers, lowest first, and then the config. */
  readonly blobs: readonly BuiltBlob[]
  readonly config: BuiltBlob
  readonly platform: { readonly architecture: string; readonly os: string }
}

/** Builds an OCI image that is the same on every run, and that an engine can load. */
export function buildImage(options: BuildImageOptions = {}): BuiltImage {
  const { layers = 2, layerSizeBytes = 1024, seed = 1, architecture = 'amd64', os = 'linux' } = options
  const layerBlobs = Array.from({ length: layers }, (_, index) => {
    // A seed of its own for each layer: those of seed 1 and seed 2 must not meet.
    const content = seededBytes(seed * 1_000_003 + index, layerSizeBytes)
    return blob(layerType, tarOfOneFile(`layer-${index}`, content))
  })
  const platform = { architecture, os }
  const config = blob(
    configType,
    json({
      ...platform,
      config: { Labels: { seed: String(seed) } },
      rootfs: { type: 'layers', diff_ids: layerBlobs.map((layer) => layer.digest) },
    }),
  )
  const manifest = json({
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: options.artifactType,
    config: descriptor(config),
    layers: layerBlobs.map(descriptor),
    subject: options.subject === undefined ? undefined : descriptor(options.subject),
    annotations: options.annotations,
  })
  return { ...describeBytes(manifestType, manifest), manifest, blobs: [...layerBlobs, config], config, platform }
}

/** Builds the OCI index that names `manifests`, with their platforms where they are images. */
export function buildIndex(
  manifests: readonly (BuiltManifest & Partial<Pick<BuiltImage, 'platform'>>)[],
): BuiltManifest {
  const manifest = json({
    schemaVersion: 2,
    mediaType: indexType,
    manifests: manifests.map((each) => ({ ...descriptor(each), platform: each.platform })),
  })
  return { ...describeBytes(indexType, manifest), manifest }
}

function blob(mediaType: string, bytes: Uint8Array): BuiltBlob {
  return { ...describeBytes(mediaType, bytes), bytes }
}

function describeBytes(mediaType: string, bytes: Uint8Array): BuiltDescriptor {
  return { mediaType, digest: sha256(bytes), size: bytes.length }
}

/** Only what stands in a descriptor of what may say more. */
function descriptor(of: BuiltDescriptor): BuiltDescriptor {
  return { mediaType: of.mediaType, digest: of.digest, size: of.size }
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}
