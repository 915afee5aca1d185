import type { Answer } from '../../answer.ts'
import type { ServedCall } from '../../front.ts'
import { crc64Header, encryptionHeaders, readMetadata } from './object-headers.ts'
import { receiveContent } from '../receive-content.ts'

export async function putObject(call: ServedCall): Promise<Answer> {
  const { bucket, key, limits, request, dialect } = call
  const metadata = readMetadata(call)
  const options = { metadata, forbidsOverwrite: dialect.forbidsOverwrite(request.headers) }
  const object = await receiveContent(call, limits.maxSinglePutSizeBytes, (content) =>
    bucket.put(key, content, options),
  )
  return {
    status: 200,
    headers: {
      etag: dialect.writeEtag(object.etag),
      ...crc64Header(dialect, object.crc64),
      ...encryptionHeaders(metadata, dialect),
    },
  }
}
