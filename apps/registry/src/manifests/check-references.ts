import type { ValidationConfiguration } from '../config/configuration.ts'
import { RegistryError } from '../errors/registry-error.ts'
import { SeveralErrors } from '../errors/several-errors.ts'
import type { RegistryServices } from '../registry-services.ts'
import type { Descriptor } from './descriptor.ts'
import { assertLayerUrls } from './layer-urls.ts'
import { nonDistributableLayers } from './media-types.ts'
import type { Manifest } from './parse-manifest.ts'

/**
 * Checks that the repository holds what a manifest refers to, as far as the configuration's `validation` asks for it.
 * A subject may be missing: OCI distribution specification, "Push".
 * @throws SeveralErrors MANIFEST_BLOB_UNKNOWN for each thing that is missing, RegistryError MANIFEST_INVALID for a URL that is not allowed
 */
export async function checkReferences(name: string, manifest: Manifest, services: RegistryServices): Promise<void> {
  const { validation } = services.configuration
  if (validation.disabled) return
  for (const blob of manifest.blobs) assertLayerUrls(blob, validation)
  const needed = manifest.blobs.filter((blob) => !nonDistributableLayers.has(blob.mediaType))
  const children = manifest.manifests.filter((child) => isRequired(child, validation))
  const present = await Promise.all([
    ...needed.map(async (blob) => (await services.blobs.find(name, blob.digest, { isLikely: true })) !== undefined),
    ...children.map((child) => services.manifests.has(name, child.digest)),
  ])
  const missing = [...needed, ...children].filter((_, index) => !present[index]).map(unknownBlob)
  const [first, ...others] = missing
  if (first !== undefined) throw new SeveralErrors([first, ...others])
}

/** `validation.manifests.indexes`: which children of an index must be there. */
function isRequired(child: Descriptor, validation: ValidationConfiguration): boolean {
  const { platforms, platformlist } = validation.manifests.indexes
  if (platforms !== 'list') return platforms === 'all'
  const { platform } = child
  return platformlist.some(({ architecture, os }) => architecture === platform?.architecture && os === platform.os)
}

function unknownBlob(descriptor: Descriptor): RegistryError {
  return new RegistryError('MANIFEST_BLOB_UNKNOWN', {
    message: 'the repository does not hold what the manifest refers to; push it first',
    detail: { digest: descriptor.digest, mediaType: descriptor.mediaType },
  })
}
