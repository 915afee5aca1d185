import { type Xml, xmlDocument } from '../../xml/write-xml.ts'
import type { Answer } from '../answer.ts'

export const answerXml = (root: Xml, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status: 200,
  headers: { ...headers, 'content-type': 'application/xml' },
  body: xmlDocument(root),
})
