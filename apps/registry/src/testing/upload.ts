import { errorCodes } from './push.ts'
import type { Site } from './start-test-registry.ts'

/** Begins an upload. @returns its location */
export async function beginUpload(registry: Site, name: string, query = ''): Promise<string> {
  const response = await registry.fetch(`/v2/${name}/blobs/uploads/${query}`, { method: 'POST' })
  if (response.status !== 202) throw new Error(`the upload was answered ${response.status}: ${await response.text()}`)
  return locationOf(response)
}

/** @throws Error when the answer has none */
export function locationOf(response: Response): string {
  const location = response.headers.get('location')
  if (location === null) throw new Error(`an answer with ${response.status} has no Location`)
  return location
}

/** The location as a path, for another registry. */
export function pathOf(location: string): string {
  const { pathname, search } = new URL(location)
  return `${pathname}${search}`
}

/** The upload's name, in its location. */
export function uploadIdOf(location: string): string {
  return new URL(location).pathname.split('/').at(-1) ?? ''
}

export type Body = Uint8Array | string | readonly (Uint8Array | string)[]

/** Sends a chunk; an array is sent piece by piece, without saying how long it is. */
export function patchUpload(
  registry: Site,
  location: string,
  body: Body,
  headers: Record<string, string> = {},
): Promise<Response> {
  return registry.fetch(location, { method: 'PATCH', headers, ...bodyInit(body) })
}

/** Sends the closing request. */
export function putUpload(
  registry: Site,
  location: string,
  digest: string,
  body: Body = '',
  headers: Record<string, string> = {},
): Promise<Response> {
  const url = `${location}&digest=${digest}`
  return registry.fetch(url, { method: 'PUT', headers, ...bodyInit(body) })
}

function bodyInit(body: Body): RequestInit {
  if (typeof body === 'string' || body instanceof Uint8Array) return { body }
  const pieces = body.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece))
  return { body: ReadableStream.from(pieces), duplex: 'half' }
}

/** How a request was refused: the status, and the codes of its errors. */
export async function refusalOf(answer: Promise<Response> | Response): Promise<(number | string)[]> {
  const response = await answer
  return [response.status, ...(await errorCodes(response))]
}
