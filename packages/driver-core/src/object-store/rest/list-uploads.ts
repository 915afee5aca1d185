import type { OperationOptions } from '../../operation-options.ts'
import { garbled } from '../http/store-fault.ts'
import type { StoreHttp } from '../http/store-http.ts'
import { parseXml } from '../http/xml-element.ts'
import type { UnfinishedUpload } from '../object-store-client.ts'
import { keyDecoder } from './key-decoding.ts'

interface UploadPage {
  readonly uploads: readonly UnfinishedUpload[]
  /** Where the next page begins: both markers are needed, for one key may have more uploads than a page. */
  readonly next: { readonly key: string; readonly uploadId: string } | undefined
}

/** Unfinished uploads whose keys begin with `prefix`. */
export async function* listUploads(
  http: StoreHttp,
  bucketPath: string,
  prefix: string,
  { signal }: OperationOptions,
): AsyncGenerator<UnfinishedUpload, void, void> {
  let from: UploadPage['next']
  do {
    const query: Record<string, string> = {
      uploads: '',
      'encoding-type': 'url',
      'max-uploads': '1000',
      ...(prefix === '' ? {} : { prefix }),
      ...(from === undefined ? {} : { 'key-marker': from.key, 'upload-id-marker': from.uploadId }),
    }
    const begin = from
    const page: UploadPage = await http.call(
      { operation: 'ListMultipartUploads', method: 'GET', path: bucketPath, query, signal },
      (answer) => readUploadPage(answer.text, begin),
    )
    yield* page.uploads
    from = page.next
  } while (from !== undefined)
}

function readUploadPage(text: string, from: UploadPage['next']): UploadPage {
  const root = parseXml(text, 'ListMultipartUploadsResult')
  const decode = keyDecoder(root)
  const uploads = root.all('Upload').map((element) => ({
    key: decode(element.required('Key')),
    uploadId: element.required('UploadId'),
    startedAt: new Date(element.required('Initiated')),
  }))
  if (root.required('IsTruncated') !== 'true') return { uploads, next: undefined }
  const next = { key: decode(root.required('NextKeyMarker')), uploadId: root.text('NextUploadIdMarker') ?? '' }
  if (next.key === from?.key && next.uploadId === from.uploadId) throw garbled('the list of uploads does not get on')
  return { uploads, next }
}
