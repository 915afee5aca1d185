export type ManifestMediaType =
  | 'application/vnd.oci.image.manifest.v1+json'
  | 'application/vnd.oci.image.index.v1+json'
  | 'application/vnd.docker.distribution.manifest.v2+json'
  | 'application/vnd.docker.distribution.manifest.list.v2+json'
  | 'application/vnd.oci.artifact.manifest.v1+json'

/** What a manifest's bytes are, by media type. */
export const manifestMediaTypes: Readonly<Record<ManifestMediaType, ManifestKind>> = {
  'application/vnd.oci.image.manifest.v1+json': 'image',
  'application/vnd.oci.image.index.v1+json': 'index',
  'application/vnd.docker.distribution.manifest.v2+json': 'image',
  'application/vnd.docker.distribution.manifest.list.v2+json': 'index',
  // OCI image specification 1.1.0-rc2's artifact manifest: left out of 1.1.0, but in use.
  'application/vnd.oci.artifact.manifest.v1+json': 'artifact',
}

/** `image` has a config and layers, `index` has manifests, `artifact` has blobs. */
export type ManifestKind = 'image' | 'index' | 'artifact'

export const ociImageManifest = 'application/vnd.oci.image.manifest.v1+json'
export const ociImageIndex = 'application/vnd.oci.image.index.v1+json'

export function isManifestMediaType(text: string): text is ManifestMediaType {
  return Object.hasOwn(manifestMediaTypes, text)
}

/** Layers that clients may fetch from elsewhere, and so need not push (OCI image specification, "Non-Distributable Layers"). */
export const nonDistributableLayers: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.layer.nondistributable.v1.tar',
  'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
  'application/vnd.oci.image.layer.nondistributable.v1.tar+zstd',
  'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
])
