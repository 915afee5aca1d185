import { sliceExtents } from '../../../engine/extent.ts'
import type { StoredObject } from '../../../engine/stored-object.ts'
import type { Answer } from '../../answer.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { type ByteRange, readRange } from '../byte-range.ts'
import { findCopySource } from './copy-source.ts'
import { readPartNumber, readUploadId } from '../upload-parameters.ts'
import { answerCopy } from './answer-copy.ts'

export async function uploadPartCopy(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, pieces, dialect } = call
  const partNumber = readPartNumber(call)
  const { uploadId } = bucket.getUpload(key, readUploadId(call))
  const { object } = findCopySource(call)
  const { offset, length } = chooseRange(call, object)
  if (length > dialect.maxPartCopySizeBytes(limits)) {
    throw new ServiceError('InvalidRequest', { detail: 'the range is too large for one part' })
  }
  const content = await pieces.share(sliceExtents(object.extents, offset, length))
  try {
    const part = await bucket.putPart(key, uploadId, partNumber, content)
    return answerCopy(dialect, 'CopyPartResult', part)
  } finally {
    pieces.release(content.extents)
  }
}

/** The range must lie within the source: a copy of less than was asked for would go unnoticed. */
function chooseRange({ request: { headers }, dialect }: ServedCall, { size }: StoredObject): ByteRange {
  const name = `${dialect.headerPrefix}copy-source-range`
  const text = headers[name]
  if (text === undefined) return { offset: 0, length: size }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(text) ?? []
  const range = readRange(text, size)
  if (first === undefined || range === undefined) {
    throw new ServiceError('InvalidArgument', { detail: `${name} is no range: ${text}` })
  }
  if (range === 'unsatisfiable' || Number(last) >= size) throw new ServiceError('InvalidRange')
  return range
}
