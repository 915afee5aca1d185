import { createHash } from 'node:crypto'
import type { Site } from './start-test-registry.ts'

export function digestOf(bytes: Uint8Array | string, algorithm: 'sha256' | 'sha512' = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}

/** Pushes a blob in one request. @returns its digest */
export async function pushBlob(registry: Site, name: string, bytes: Uint8Array | string): Promise<string> {
  const digest = digestOf(bytes)
  const response = await registry.fetch(`/v2/${name}/blobs/uploads/?digest=${digest}`, { method: 'POST', body: bytes })
  if (response.status !== 201) throw new Error(`the blob was answered ${response.status}: ${await response.text()}`)
  return digest
}

export interface PushedManifest {
  readonly digest: string
  readonly bytes: string
  readonly response: Response
}

/** Pushes any manifest and tells how it was answered. */
export async function putManifest(
  registry: Site,
  name: string,
  reference: string,
  manifest: object | string,
  mediaType = 'application/vnd.oci.image.manifest.v1+json',
): Promise<PushedManifest> {
  const bytes = typeof manifest === 'string' ? manifest : JSON.stringify(manifest)
  const response = await registry.fetch(`/v2/${name}/manifests/${reference}`, {
    method: 'PUT',
    headers: { 'content-type': mediaType },
    body: bytes,
  })
  return { digest: digestOf(bytes), bytes, response }
}

/** Pushes an image of a config and one layer. @param fields added to its manifest */
export async function pushImage(
  registry: Site,
  name: string,
  reference: string,
  fields: object = {},
): Promise<PushedManifest> {
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } })
  const layer = `layer of ${name}`
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: await pushBlob(registry, name, config),
      size: config.length,
    },
    layers: [
      {
        mediaType: 'application/vnd.oci.image.layer.v1.tar',
        digest: await pushBlob(registry, name, layer),
        size: layer.length,
      },
    ],
    ...fields,
  }
  const pushed = await putManifest(registry, name, reference, manifest)
  if (pushed.response.status !== 201) {
    throw new Error(`the image was answered ${pushed.response.status}: ${await pushed.response.text()}`)
  }
  return pushed
}

/** The codes of an error answer. */
export async function errorCodes(response: Response): Promise<string[]> {
  const body = (await response.json()) as { errors: { code: string }[] }
  return body.errors.map((error) => error.code)
}
