import { z } from 'zod'
import { RegistryError } from '../errors/registry-error.ts'
import { type Descriptor, descriptorSchema } from './descriptor.ts'
import { isWithinJsonDepth } from './json-depth.ts'
import { listOf, textsSchema } from './lists.ts'
import {
  isManifestMediaType,
  type ManifestKind,
  type ManifestMediaType,
  manifestMediaTypes,
  ociImageIndex,
  ociImageManifest,
} from './media-types.ts'

/** What the registry needs to know of a manifest. */
export interface Manifest {
  readonly mediaType: ManifestMediaType
  readonly kind: ManifestKind
  /** Config and layers of an image, blobs of an artifact. */
  readonly blobs: readonly Descriptor[]
  /** Children of an index. */
  readonly manifests: readonly Descriptor[]
  readonly subject: Descriptor | undefined
  /** As the referrers list shows it: its own, else the config's media type for an image. */
  readonly artifactType: string | undefined
  readonly annotations: Readonly<Record<string, string>> | undefined
}

const depthLimit = 64
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const common = {
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  subject: descriptorSchema.nullish(),
  annotations: textsSchema.nullish(),
}
/** A body of two kinds at once can be shown to two clients as two things (CVE-2021-41190). */
const absent = z.undefined('must not stand beside the fields of another kind of manifest').optional()

const schemas = {
  image: z.object({
    schemaVersion: z.literal(2),
    config: descriptorSchema,
    layers: listOf(descriptorSchema).nullish(),
    manifests: absent,
    fsLayers: absent,
    ...common,
  }),
  index: z.object({
    schemaVersion: z.literal(2),
    manifests: listOf(descriptorSchema).nullish(),
    config: absent,
    layers: absent,
    fsLayers: absent,
    ...common,
  }),
  artifact: z.object({
    blobs: listOf(descriptorSchema).nullish(),
    config: absent,
    layers: absent,
    manifests: absent,
    ...common,
  }),
}

/**
 * Reads and checks a manifest.
 * @param contentType the type it was pushed with; undefined to go by the body alone
 * @throws RegistryError MANIFEST_INVALID that says what is wrong with it
 */
export function parseManifest(bytes: Uint8Array, contentType: string | undefined): Manifest {
  const body = parseObject(bytes)
  const mediaType = mediaTypeOf(body, contentType)
  const kind = manifestMediaTypes[mediaType]
  const result = schemas[kind].safeParse(body)
  if (!result.success) throw invalid(result.error.issues.slice(0, 10).map(describeIssue).join('; '))
  const manifest = result.data
  const config = 'config' in manifest ? manifest.config : undefined
  const layers = ('layers' in manifest ? manifest.layers : undefined) ?? []
  const blobs = ('blobs' in manifest ? manifest.blobs : undefined) ?? []
  const ownType = manifest.artifactType === '' ? undefined : manifest.artifactType
  return {
    mediaType,
    kind,
    blobs: config === undefined ? blobs : [config, ...layers],
    manifests: ('manifests' in manifest ? manifest.manifests : undefined) ?? [],
    subject: manifest.subject ?? undefined,
    artifactType: ownType ?? config?.mediaType,
    annotations: manifest.annotations ?? undefined,
  }
}

/**
 * Reads a manifest that is stored. A Go registry takes manifests that `parseManifest` refuses, and a crash may have cut one.
 * @returns undefined for one that cannot be read
 */
export function readStoredManifest(bytes: Uint8Array): Manifest | undefined {
  return unlessInvalid(() => parseManifest(bytes, undefined))
}

/** The media type of stored bytes; undefined when they show none that is served, as those of Docker's schema 1. */
export function storedMediaType(bytes: Uint8Array): ManifestMediaType | undefined {
  return unlessInvalid(() => {
    const body = parseObject(bytes)
    return body['schemaVersion'] === 1 ? undefined : mediaTypeOf(body, undefined)
  })
}

function unlessInvalid<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof RegistryError) return undefined
    throw error
  }
}

function parseObject(bytes: Uint8Array): Record<string, unknown> {
  if (!isWithinJsonDepth(bytes, depthLimit)) throw invalid(`it nests deeper than ${depthLimit} levels`)
  let value: unknown
  try {
    value = JSON.parse(decoder.decode(bytes))
  } catch (cause) {
    throw invalid('it is not JSON in UTF-8', cause)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('it is not a JSON object')
  return value as Record<string, unknown>
}

function mediaTypeOf(body: Record<string, unknown>, contentType: string | undefined): ManifestMediaType {
  const { mediaType } = body
  if (mediaType !== undefined && typeof mediaType !== 'string') throw invalid('mediaType is not a string')
  const pushed = contentType?.split(';')[0]?.trim().toLowerCase()
  const inBody = mediaType === '' ? undefined : mediaType
  if (pushed !== undefined && pushed !== '' && inBody !== undefined && pushed !== inBody.toLowerCase()) {
    throw invalid(`its mediaType ${inBody.slice(0, 100)} is not the Content-Type ${pushed.slice(0, 100)}`)
  }
  // Nothing but its bytes is stored of a manifest: one without mediaType must be of the type its fields show.
  const type = inBody ?? (Object.hasOwn(body, 'manifests') ? ociImageIndex : ociImageManifest)
  if (!isManifestMediaType(type)) throw invalid(`${type.slice(0, 100)} is no known type of manifest`)
  if (inBody === undefined && pushed !== undefined && pushed !== '' && pushed !== type) {
    throw invalid(`it was pushed as ${pushed.slice(0, 100)}, which needs the field mediaType to say so`)
  }
  return type
}

function describeIssue(issue: z.core.$ZodIssue): string {
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.').slice(0, 100)}: ${issue.message}`
}

function invalid(reason: string, cause?: unknown): RegistryError {
  return new RegistryError('MANIFEST_INVALID', { message: `the manifest is refused: ${reason}`, cause })
}
