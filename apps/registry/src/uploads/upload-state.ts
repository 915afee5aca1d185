import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { type DigestAlgorithm, isDigestAlgorithm } from '../names/digest.ts'

/** What a client carries from request to request of an upload, in the `_state` of its location. */
export interface UploadState {
  readonly name: string
  readonly id: string
  /** Bytes that were stored when the state was signed. */
  readonly offset: number
  /** RFC 3339, UTC. */
  readonly startedAt: string
  /** By which the blob will be asked for, besides sha256. */
  readonly algorithm: DigestAlgorithm
  /**
   * What the last writer's `close` returned, or an empty text. Undefined where it is of no use, and for an upload that a Go registry has had:
   * it drops what it does not know, and may have left more in the store than we do.
   */
  readonly resumeToken: string | undefined
}

const macLength = 32
/** A token travels in a URL; a longer one is left out. */
const mostTokenLength = 512

/**
 * The Go registry's form, so that it can go on with our uploads and we with its:
 * base64url of HMAC-SHA256(secret, json) and json, with the keys in this order. It ignores `Algorithm` and `Token`.
 */
export function signUploadState(secret: KeyObject, state: UploadState): string {
  const json = Buffer.from(
    JSON.stringify({
      Name: state.name,
      UUID: state.id,
      Offset: state.offset,
      StartedAt: state.startedAt,
      ...(state.algorithm === 'sha256' ? {} : { Algorithm: state.algorithm }),
      ...(state.resumeToken === undefined ? {} : { Token: bounded(state.resumeToken) }),
    }),
  )
  const text = Buffer.concat([mac(secret, json), json]).toString('base64url')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/** The state if it was signed with this secret; undefined for anything else. */
export function readUploadState(secret: KeyObject, text: string): UploadState | undefined {
  const bytes = Buffer.from(text, 'base64url')
  const json = bytes.subarray(macLength)
  if (json.length === 0 || !timingSafeEqual(bytes.subarray(0, macLength), mac(secret, json))) return undefined
  const state = parseObject(json)
  const { Name: name, UUID: id, Offset: offset, StartedAt: startedAt, Algorithm: algorithm = 'sha256', Token } = state
  if (typeof name !== 'string' || typeof id !== 'string' || typeof startedAt !== 'string') return undefined
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0) return undefined
  if (typeof algorithm !== 'string' || !isDigestAlgorithm(algorithm)) return undefined
  const resumeToken = typeof Token === 'string' ? bounded(Token) : undefined
  return { name, id, offset, startedAt, algorithm, resumeToken }
}

function bounded(token: string): string {
  return token.length > mostTokenLength ? '' : token
}

/** Whoever else has the secret may sign anything: what is no JSON object has none of the fields. */
function parseObject(json: Uint8Array): Record<string, unknown> {
  try {
    return Object(JSON.parse(Buffer.from(json).toString('utf8'))) as Record<string, unknown>
  } catch {
    return {}
  }
}

function mac(secret: KeyObject, json: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(json).digest()
}
