import type { StoredObject } from '../../../engine/stored-object.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { checkReadable } from './object-headers.ts'
import { checkConditions } from '../preconditions.ts'

export interface CopySource {
  readonly bucketName: string
  readonly object: StoredObject
}

/** The object that `<prefix>copy-source` names, and its conditions. */
export function findCopySource({ request: { headers }, findBucket, account, dialect }: ServedCall): CopySource {
  const header = `${dialect.headerPrefix}copy-source`
  const text = headers[header] ?? ''
  if (/\?versionId=/.test(text)) throw new ServiceError('NotImplemented', { detail: 'versions are not imitated' })
  const source = dialect.readCopySource(text)
  if (source === undefined) throw new ServiceError('InvalidCopySource', { detail: `${header} names nothing: ${text}` })
  const { bucketName, region, key } = source
  const bucket = findBucket(bucketName)
  if (bucket === undefined || (region !== undefined && region !== bucket.region)) {
    throw new ServiceError('NoSuchBucket', { detail: `the bucket of ${header}` })
  }
  dialect.checkPermission(account, 'GetObject')
  if (!bucket.has(key)) throw new ServiceError('NoSuchCopySource')
  const object = bucket.get(key)
  checkReadable(object.metadata)
  const condition = checkConditions(headers, object, `${header}-`)
  if (condition !== 'holds') throw new ServiceError('PreconditionFailed')
  return { bucketName: bucket.name, object }
}
