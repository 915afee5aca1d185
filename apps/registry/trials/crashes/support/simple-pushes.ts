import { randomBytes } from 'node:crypto'
import { sha256 } from '@moorage/testkit'
import { manifestMediaType } from '../clients/push-manifest.ts'
import type { Answer, HttpClient } from './http-client.ts'

const octets = { 'content-type': 'application/octet-stream' }

/** Bytes that no other blob has, and their digest. */
export function randomBlob(sizeBytes: number): { readonly bytes: Buffer; readonly digest: string } {
  const bytes = randomBytes(sizeBytes)
  return { bytes, digest: sha256(bytes) }
}

/** A single POST. */
export async function postBlob(client: HttpClient, name: string, bytes: Buffer): Promise<Answer> {
  return client.send('POST', `/v2/${name}/blobs/uploads/?digest=${sha256(bytes)}`, { headers: octets, body: bytes })
}

/** @returns the location of a new upload */
export async function beginUpload(client: HttpClient, name: string): Promise<string> {
  const answer = await client.send('POST', `/v2/${name}/blobs/uploads/`)
  return locationOf(answer, 202)
}

export async function patchUpload(
  client: HttpClient,
  location: string,
  bytes: Buffer,
  start?: number,
): Promise<Answer> {
  const range = start === undefined ? {} : { 'content-range': `${start}-${start + bytes.length - 1}` }
  return client.send('PATCH', location, { headers: { ...octets, ...range }, body: bytes })
}

/** Asks how far an upload is; there must be more than one byte of it. */
export async function uploadStatus(client: HttpClient, location: string): Promise<{ location: string; size: number }> {
  const answer = await client.send('GET', location)
  const last = Number(/^0-(\d+)$/.exec(answer.headers.range ?? '')?.[1])
  return { location: locationOf(answer, 204), size: last + 1 }
}

/** The closing PUT, with the bytes that are left. */
export async function closeUpload(client: HttpClient, location: string, digest: string, rest: Buffer): Promise<Answer> {
  return client.send('PUT', `${location}&digest=${digest}`, { headers: octets, body: rest })
}

/** An image without layers, whose config is a blob that the repository holds. */
export function manifestOf(config: { readonly bytes: Buffer; readonly digest: string }, note: string): Buffer {
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestMediaType,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: config.digest,
        size: config.bytes.length,
      },
      layers: [],
      annotations: { note },
    }),
  )
}

export async function putManifest(client: HttpClient, name: string, tag: string, manifest: Buffer): Promise<Answer> {
  const headers = { 'content-type': manifestMediaType }
  return client.send('PUT', `/v2/${name}/manifests/${tag}`, { headers, body: manifest })
}

export function locationOf(answer: Answer, status: number): string {
  const { location } = answer.headers
  if (answer.status === status && location !== undefined) return location
  throw new Error(`answered ${answer.status}: ${answer.body.toString('utf8')}`)
}

/** Codes and messages of an answer that is an error. */
export function errorsOf(answer: Answer): readonly { readonly code: string; readonly message: string }[] {
  return (JSON.parse(answer.body.toString('utf8')) as { errors: { code: string; message: string }[] }).errors
}
