import { createHash } from 'node:crypto'
import type { OperationOptions } from '../../operation-options.ts'
import { headObject } from '../http/object-head.ts'
import type { StoreHttp } from '../http/store-http.ts'
import { escapeXml, parseXml } from '../http/xml-element.ts'
import type { ObjectPart } from '../object-store-client.ts'

/** Makes the parts the object. False when there is no such upload. */
export async function completeUpload(
  http: StoreHttp,
  path: string,
  key: string,
  uploadId: string,
  parts: readonly ObjectPart[],
  { signal }: OperationOptions,
): Promise<boolean> {
  const request = {
    operation: 'CompleteMultipartUpload',
    method: 'POST',
    key,
    path,
    query: { uploadId },
    headers: { 'content-type': 'application/xml' },
    content: [Buffer.from(completeBody(parts))],
    expect: ['NoSuchUpload'],
    signal,
  } as const
  const outcome = await http.call(request, (answer) => {
    if (answer.errorCode !== undefined) return answer.mayBeDone ? 'perhaps' : 'missing'
    parseXml(answer.text, 'CompleteMultipartUploadResult').required('ETag')
    return 'done'
  })
  if (outcome !== 'perhaps') return outcome === 'done'
  // An earlier try whose answer was lost may have made the object, and with it the end of the upload.
  const head = await headObject(http, { operation: 'HeadObject', method: 'HEAD', path, signal }, key)
  return head !== undefined && isMadeOf(head, parts)
}

function completeBody(parts: readonly ObjectPart[]): string {
  const elements = parts.map(
    ({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
  )
  return `<CompleteMultipartUpload>${elements.join('')}</CompleteMultipartUpload>`
}

/**
 * Whether an object is what became of these very parts, and not of others that another process gave the same upload: by its ETag, which stores
 * make as S3 does, of the MD5s of the parts. Where one makes it otherwise the answer is no, and the upload is to be looked at anew.
 */
function isMadeOf(head: { readonly size: number; readonly etag: string }, parts: readonly ObjectPart[]): boolean {
  const size = parts.reduce((total, part) => total + part.size, 0)
  const digests = parts.map(({ etag }) => /^"?([\da-f]{32})"?$/i.exec(etag)?.[1])
  const hash = createHash('md5')
  for (const digest of digests) hash.update(Buffer.from(digest ?? '', 'hex'))
  const etag = `${hash.digest('hex')}-${parts.length}`
  return head.size === size && !digests.includes(undefined) && head.etag.replaceAll('"', '').toLowerCase() === etag
}
