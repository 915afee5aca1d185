import type { StoredObject } from '../../../engine/stored-object.ts'
import { element, textElement, type Xml } from '../../../xml/write-xml.ts'
import type { ServedCall } from '../../front.ts'
import { isoTime } from '../iso-time.ts'
import type { KeyEncoding } from '../list-parameters.ts'

/** An object in a listing. */
export const contentsElement = (
  { dialect }: ServedCall,
  keyElement: KeyEncoding['keyElement'],
  { key, lastModified, etag, size, metadata }: StoredObject,
  owner: readonly Xml[],
): Xml =>
  element('Contents', [
    keyElement('Key', key),
    textElement('LastModified', isoTime(lastModified)),
    textElement('ETag', dialect.writeEtag(etag)),
    ...dialect.entryElements(metadata, etag),
    textElement('Size', size),
    ...owner,
    textElement('StorageClass', metadata.storageClass),
  ])
