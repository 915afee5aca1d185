import { sliceExtents } from '../../../engine/extent.ts'
import type { StoredObject } from '../../../engine/stored-object.ts'
import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { answerXml } from '../../shared/answer-xml.ts'
import { type ByteRange, readRange } from '../../shared/byte-range.ts'
import { findCopySource } from './copy-source.ts'
import { readPartNumber, readUploadId } from '../../shared/upload-parameters.ts'
import { isoTime } from '../../shared/iso-time.ts'

/** https://cloud.tencent.com/document/product/436/8287 */
export async function uploadPartCopy(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, pieces } = call
  const partNumber = readPartNumber(call)
  const { uploadId } = bucket.getUpload(key, readUploadId(call))
  const { object } = findCopySource(call)
  const { offset, length } = chooseRange(call, object)
  if (length > limits.maxSingleCopySizeBytes) {
    throw new ServiceError('InvalidRequest', { detail: 'the range is too large for one part' })
  }
  const content = await pieces.share(sliceExtents(object.extents, offset, length))
  try {
    const part = await bucket.putPart(key, uploadId, partNumber, content)
    const root = element('CopyPartResult', [
      textElement('ETag', `"${part.etag}"`),
      textElement('CRC64', part.crc64),
      textElement('LastModified', isoTime(part.lastModified)),
    ])
    return answerXml(root)
  } finally {
    pieces.release(content.extents)
  }
}

/** The range must lie within the source: a copy of less than was asked for would go unnoticed. */
function chooseRange({ request: { headers } }: ServedCall, { size }: StoredObject): ByteRange {
  const text = headers['x-cos-copy-source-range']
  if (text === undefined) return { offset: 0, length: size }
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(text) ?? []
  const range = readRange(text, size)
  if (first === undefined || range === undefined) {
    throw new ServiceError('InvalidArgument', { detail: `x-cos-copy-source-range is no range: ${text}` })
  }
  if (range === 'unsatisfiable' || Number(last) >= size) throw new ServiceError('InvalidRange')
  return range
}
