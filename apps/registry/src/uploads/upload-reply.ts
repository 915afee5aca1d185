import { emptyBody } from '../http/body.ts'
import type { Exchange } from '../http/exchange.ts'
import { emptyReply, type Reply } from '../http/reply.ts'
import type { Digest } from '../names/digest.ts'
import type { UploadState } from './upload-state.ts'
import type { UploadChunk } from './upload-chunk.ts'
import { uploadRange } from './upload-range.ts'

/** A chunk without bytes. */
export function noBytes(): UploadChunk {
  return { body: emptyBody, length: 0, start: undefined }
}

/** An upload that goes on: where to send what comes next. */
export function uploadReply(exchange: Exchange, status: 202 | 204, upload: UploadState): Reply {
  const { uploads, driver } = exchange.services
  const { minPartSizeBytes } = driver.capabilities
  return emptyReply(status, {
    Location: exchange.links.upload(upload.name, upload.id, uploads.sign(upload)),
    Range: uploadRange(upload.offset),
    'Docker-Upload-UUID': upload.id,
    ...(minPartSizeBytes === undefined ? {} : { 'OCI-Chunk-Min-Length': String(minPartSizeBytes) }),
  })
}

/** A blob that the repository now holds: where it can be pulled. */
export function blobCreatedReply(exchange: Exchange, name: string, digest: Digest): Reply {
  return emptyReply(201, { Location: exchange.links.blob(name, digest), 'Docker-Content-Digest': digest })
}
