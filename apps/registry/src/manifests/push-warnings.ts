import { nonDistributableLayers } from './media-types.ts'
import type { Manifest } from './parse-manifest.ts'

/** What whoever pushed a manifest should know, although it was taken. */
export function pushWarnings(manifest: Manifest): string[] {
  const warnings: string[] = []
  if (manifest.kind === 'artifact') {
    warnings.push('the OCI artifact manifest was withdrawn; push an image manifest with an artifactType')
  }
  if (manifest.blobs.some((blob) => nonDistributableLayers.has(blob.mediaType))) {
    warnings.push('layers that are not distributable are deprecated, and are not stored unless they are pushed')
  }
  return warnings
}
