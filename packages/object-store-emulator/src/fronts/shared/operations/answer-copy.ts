import type { StoredContent } from '../../../engine/stored-object.ts'
import { element, textElement } from '../../../xml/write-xml.ts'
import type { Answer } from '../../answer.ts'
import { answerXml } from '../answer-xml.ts'
import type { Dialect } from '../dialect.ts'
import { isoTime } from '../iso-time.ts'
import { crc64Header } from './object-headers.ts'

/** What the answer to a copy says of it. */
export function answerCopy(
  dialect: Dialect,
  root: 'CopyObjectResult' | 'CopyPartResult',
  { etag, crc64, lastModified }: StoredContent & { readonly lastModified: number },
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const etagText = dialect.writeEtag(etag)
  const document = element(root, [
    textElement('ETag', etagText),
    ...(dialect.tellsCopiesInHeaders ? [] : [textElement('CRC64', crc64)]),
    textElement('LastModified', isoTime(lastModified)),
  ])
  const ownHeaders = { ...crc64Header(dialect, crc64), ...(dialect.tellsCopiesInHeaders && { etag: etagText }) }
  return answerXml(document, { ...ownHeaders, ...headers })
}
