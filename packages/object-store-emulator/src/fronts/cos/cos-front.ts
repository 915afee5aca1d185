import type { Account } from '../../accounts/account.ts'
import type { ServiceRequest } from '../../http/service-request.ts'
import type { Answer } from '../answer.ts'
import type { Call, Front, Location } from '../front.ts'
import { ServiceError } from '../service-error.ts'
import { checkPermission } from './check-permission.ts'
import { readCosHost } from './cos-host.ts'
import { createRequestId } from './request-id.ts'
import { cosLimits } from './cos-limits.ts'
import { cosDialect } from './cos-dialect.ts'
import { cosOperations } from './cos-operations.ts'
import { checkKey } from './check-key.ts'
import { recognize } from '../shared/recognize.ts'
import { verifySignature } from './signature/verify-signature.ts'
import { writeCosError } from './write-cos-error.ts'

/** Tencent Cloud Object Storage. */
export const cosFront: Front = {
  service: 'cos',
  limits: cosLimits,
  bucketHost: (name, region) => `${name}.cos.${region}.myqcloud.com`,
  locate,
  recognize: (request, location) =>
    location.style === 'path' ? 'Unknown' : recognize(request, location, cosDialect.headerPrefix, otherThings),
  authenticate,
  perform,
  writeError: writeCosError,
  expiredTokenCode: 'ExpiredToken',
  retryAfterHeaders: (seconds) => ({ 'retry-after': String(seconds) }),
  usualStorageClass: cosDialect.usualStorageClass,
  createRequestId,
  commonHeaders: (requestId) => ({ server: 'tencent-cos', 'x-cos-request-id': requestId }),
}

/** Parameters that ask for a thing of COS which is not imitated. */
const otherThings: readonly string[] = (
  'accelerate acl append cors domain encryption intelligenttiering inventory lifecycle location logging ' +
  'object-lock origin policy referer replication restore select tagging torrent versioning versions ' +
  'versionId website ci-process'
).split(' ')

function locate({ host, path = '/' }: ServiceRequest): Location | undefined {
  const found = readCosHost(host)
  if (found === undefined) return undefined
  const key = path.slice(1)
  if (found.kind === 'bucket') {
    return { bucketName: found.bucketName, key, region: found.region, style: 'virtual host' }
  }
  return { bucketName: key.split('/', 1)[0] ?? '', key, region: found.region, style: 'path' }
}

function authenticate({ request, location, accounts, now }: Call): Account {
  if (location.style === 'path') throw new ServiceError('PathStyleDomainForbidden')
  if (request.path === undefined) throw new ServiceError('InvalidURI', { detail: 'the path is no UTF-8' })
  return verifySignature(request, accounts, now)
}

async function perform(call: Call, account: Account): Promise<Answer> {
  const { operation, location } = call
  const serve = cosOperations[operation]
  if (serve === undefined) throw new ServiceError('NotImplemented', { detail: 'the emulator does not imitate this' })
  const bucket = call.findBucket(location.bucketName)
  const isElsewhere = location.region !== undefined && location.region !== bucket?.region
  if (bucket === undefined || isElsewhere) throw new ServiceError('NoSuchBucket')
  checkPermission(account, operation, call.request.headers)
  if (location.key !== '') checkKey(location.key)
  return serve({ ...call, bucket, key: location.key, account, dialect: cosDialect })
}
