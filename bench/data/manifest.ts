import { digestOf } from './content.ts'

export const manifestType = 'application/vnd.oci.image.manifest.v1+json'

export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

export function describeLayer(content: Buffer): Descriptor {
  return {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: digestOf(content),
    size: content.length,
  }
}

export function describeConfig(content: Buffer): Descriptor {
  return { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf(content), size: content.length }
}

/** @param annotation makes manifests of the same layers differ */
export function createManifest(config: Descriptor, layers: readonly Descriptor[], annotation = ''): Buffer {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config,
      layers,
      ...(annotation === '' ? {} : { annotations: { 'org.opencontainers.image.version': annotation } }),
    }),
  )
}
