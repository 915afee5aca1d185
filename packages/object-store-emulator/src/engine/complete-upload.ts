import { createHash } from 'node:crypto'
import { combineCrc64 } from './checksums/combine-crc64.ts'
import { EngineError } from './engine-error.ts'
import type { Limits } from './limits.ts'
import type { MultipartUpload, UploadedPart } from './multipart-upload.ts'
import type { StoredContent } from './stored-object.ts'

/** A part as the client names it on completion. */
export interface NamedPart {
  readonly partNumber: number
  /** Without quotes. */
  readonly etag: string
}

/** The content that named parts make up. The parts must be there, in ascending order, and none too small but the last. */
export function joinParts(upload: MultipartUpload, named: readonly NamedPart[], limits: Limits): StoredContent {
  const parts = named.map((part, index) => {
    const before = named[index - 1]
    if (before !== undefined && before.partNumber >= part.partNumber) throw new EngineError('InvalidPartOrder')
    return findPart(upload, part)
  })
  if (parts.length === 0) throw new EngineError('InvalidPart')
  if (parts.slice(0, -1).some(({ size }) => size < limits.minPartSizeBytes)) throw new EngineError('EntityTooSmall')
  const md5 = createHash('md5')
  let crc64 = 0n
  let size = 0
  for (const part of parts) {
    md5.update(Buffer.from(part.etag, 'hex'))
    crc64 = combineCrc64(crc64, BigInt(part.crc64), part.size)
    size += part.size
  }
  const extents = parts.flatMap((part) => part.extents)
  return { size, etag: `${md5.digest('hex')}-${parts.length}`, crc64: String(crc64), extents }
}

function findPart(upload: MultipartUpload, { partNumber, etag }: NamedPart): UploadedPart {
  const part = upload.parts.get(partNumber)
  if (part === undefined || part.etag !== etag.toLowerCase()) throw new EngineError('InvalidPart')
  return part
}
