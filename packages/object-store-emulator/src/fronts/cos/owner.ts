import { element, textElement, type Xml } from '../../xml/write-xml.ts'

/** COS names the account by the number that its buckets' names end with. */
export function ownerElement(name: 'Owner' | 'Initiator', bucketName: string): Xml {
  const accountNumber = /\d+$/.exec(bucketName)?.[0] ?? '0'
  return element(name, [textElement('ID', accountNumber), textElement('DisplayName', accountNumber)])
}
