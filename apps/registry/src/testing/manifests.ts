import { createHash } from 'node:crypto'

export const ociImage = 'application/vnd.oci.image.manifest.v1+json'
export const ociIndex = 'application/vnd.oci.image.index.v1+json'
export const dockerImage = 'application/vnd.docker.distribution.manifest.v2+json'
export const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json'
export const ociArtifact = 'application/vnd.oci.artifact.manifest.v1+json'

/** OCI image specification, "Guidance for an Empty Descriptor". */
export const emptyJson = '{}'

/** A descriptor of content that need not be stored anywhere. */
export function descriptorOf(content: string, mediaType: string, fields: object = {}): Record<string, unknown> {
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
  return { mediaType, digest, size: Buffer.byteLength(content), ...fields }
}

/** A manifest that refers to nothing but the empty blob, which must be pushed first. */
export function artifactManifest(fields: object = {}): Record<string, unknown> {
  return {
    schemaVersion: 2,
    mediaType: ociImage,
    artifactType: 'application/vnd.example.sbom',
    config: descriptorOf(emptyJson, 'application/vnd.oci.empty.v1+json'),
    layers: [],
    ...fields,
  }
}
