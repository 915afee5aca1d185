import type { DriverCapabilities } from '@moorage/driver-core'
import { isDigest } from '../names/digest.ts'
import type { UploadDigests, UploadHasher } from './upload-hasher.ts'

/** What is known of an upload's bytes without reading them. */
export interface HashNote {
  readonly digests: UploadDigests
  /** The state of sha256 in the Go registry's form, to go on from; undefined where it could not be told. */
  readonly state: Uint8Array | undefined
}

/** Whether a store keeps what is known of an upload's hash in the note of its bytes; elsewhere it lies in files beside them. */
export function keepsHashNotes({ append, notes }: DriverCapabilities): boolean {
  // Where committed files can be continued uploads are committed after each request: a file has no note.
  return notes === true && append !== 'any-offset'
}

/** Some 300 characters, or 450 with sha512: a note may have 1,024. */
export function writeHashNote(hasher: UploadHasher): string {
  const state = hasher.goState()
  return JSON.stringify({
    offset: hasher.offset,
    ...hasher.digests(),
    ...(state === undefined ? {} : { state: Buffer.from(state).toString('base64') }),
  })
}

/**
 * @param version of the bytes, for a note that lies beside them and says of which it is
 * @returns undefined for a note that is none of ours, was cut short by a crash, or is of other bytes
 */
export function readHashNote(note: string | undefined, size: number, version?: string): HashNote | undefined {
  const { offset, sha256, sha512, state, version: noted } = parseObject(note)
  if (offset !== size || noted !== version || typeof sha256 !== 'string' || !isDigest(sha256)) return undefined
  return {
    digests: typeof sha512 === 'string' && isDigest(sha512) ? { sha256, sha512 } : { sha256 },
    state: typeof state === 'string' ? Buffer.from(state, 'base64') : undefined,
  }
}

function parseObject(text: string | undefined): Record<string, unknown> {
  try {
    return Object(JSON.parse(text ?? '{}')) as Record<string, unknown>
  } catch {
    return {}
  }
}
