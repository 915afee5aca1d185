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

/** Whether an object may be what became of the parts: it has their size, and as many parts where its ETag tells their number. */
function isMadeOf(head: { readonly size: number; readonly etag: string }, parts: readonly ObjectPart[]): boolean {
  const size = parts.reduce((total, part) => total + part.size, 0)
  const count = /-(\d+)"?$/.exec(head.etag)?.[1]
  return head.size === size && (count === undefined || Number(count) === parts.length)
}
