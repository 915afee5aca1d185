import type { StoredObject } from '../../../engine/stored-object.ts'
import { checkPermission } from '../check-permission.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServedCall } from '../../front.ts'
import { readCosHost } from '../cos-host.ts'
import { checkReadable } from './object-headers.ts'
import { checkConditions } from '../../shared/preconditions.ts'

export interface CopySource {
  readonly bucketName: string
  readonly object: StoredObject
}

/** The object that `x-cos-copy-source` names, which is `<host of its bucket>/<encoded key>`, and its conditions. */
export function findCopySource({ request: { headers }, findBucket, account }: ServedCall): CopySource {
  const text = headers['x-cos-copy-source'] ?? ''
  const slash = text.indexOf('/')
  const host = readCosHost(text.slice(0, slash).toLowerCase())
  const [encodedKey = '', parameters] = text.slice(slash + 1).split('?')
  const key = decodeKey(encodedKey)
  if (parameters !== undefined) throw new ServiceError('NotImplemented', { detail: 'versions are not imitated' })
  if (slash === -1 || host?.kind !== 'bucket' || key === undefined || key === '') {
    throw new ServiceError('InvalidCopySource', { detail: `x-cos-copy-source is no <host>/<encoded key>: ${text}` })
  }
  const bucket = findBucket(host.bucketName)
  if (bucket === undefined || (host.region !== undefined && host.region !== bucket.region)) {
    throw new ServiceError('NoSuchBucket', { detail: 'the bucket of x-cos-copy-source' })
  }
  checkPermission(account, 'GetObject')
  if (!bucket.has(key)) throw new ServiceError('NoSuchCopySource')
  const object = bucket.get(key)
  checkReadable(object.metadata)
  const condition = checkConditions(headers, object, 'x-cos-copy-source-')
  if (condition !== 'holds') throw new ServiceError('PreconditionFailed')
  return { bucketName: bucket.name, object }
}

function decodeKey(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
