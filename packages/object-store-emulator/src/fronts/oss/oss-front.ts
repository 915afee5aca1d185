import type { Account } from '../../accounts/account.ts'
import type { ServiceRequest } from '../../http/service-request.ts'
import type { Answer } from '../answer.ts'
import type { Call, Front, Location } from '../front.ts'
import { ServiceError } from '../service-error.ts'
import { recognize } from '../shared/recognize.ts'
import { checkEndpoint } from './check-endpoint.ts'
import { checkKey } from './check-key.ts'
import { checkPermission } from './check-permission.ts'
import { ossDialect } from './oss-dialect.ts'
import { plainRegion, readOssHost } from './oss-host.ts'
import { ossLimits } from './oss-limits.ts'
import { ossOperations } from './oss-operations.ts'
import { createRequestId } from './request-id.ts'
import { verifySignature } from './signature/verify-signature.ts'
import { writeOssError } from './write-oss-error.ts'

/** Aliyun Object Storage Service. */
export const ossFront: Front = {
  service: 'oss',
  limits: ossLimits,
  bucketHost: (name, region) => `${name}.oss-${plainRegion(region)}.aliyuncs.com`,
  locate,
  recognize: (request, location) =>
    location.style === 'path' ? 'Unknown' : recognize(request, location, ossDialect.headerPrefix, otherThings),
  authenticate,
  perform,
  writeError: writeOssError,
  expiredTokenCode: 'SecurityTokenExpired',
  retryAfterHeaders: (seconds) => ({ 'x-oss-qos-delay-time': String(Math.round(seconds * 1000)) }),
  usualStorageClass: ossDialect.usualStorageClass,
  createRequestId,
  commonHeaders: (requestId) => ({ server: 'AliyunOSS', 'x-oss-request-id': requestId }),
}

/** Parameters that ask for a thing of OSS which is not imitated. */
const otherThings: readonly string[] = (
  'accessmonitor acl append asyncFetch bucketInfo callback cname cors encryption inventory lifecycle live location ' +
  'logging objectMeta policy publicAccessBlock referer replication requestPayment resourceGroup restore rtc stat style ' +
  'symlink tagging transferAcceleration versioning versions versionId vod website worm x-oss-process'
).split(' ')

function locate({ host, path = '/' }: ServiceRequest): Location | undefined {
  const found = readOssHost(host)
  if (found === undefined) return undefined
  const key = path.slice(1)
  const { bucketName, region } = found
  if (bucketName !== undefined) return { bucketName, key, region, style: 'virtual host' }
  return { bucketName: key.split('/', 1)[0] ?? '', key, region, style: 'path' }
}

function authenticate(call: Call): Account {
  if (call.location.style === 'path') throw new ServiceError('SecondLevelDomainForbidden')
  if (call.request.path === undefined) {
    throw new ServiceError('InvalidObjectName', { detail: 'the path is no UTF-8' })
  }
  return verifySignature(call)
}

async function perform(call: Call, account: Account): Promise<Answer> {
  const { operation, location } = call
  const serve = ossOperations[operation]
  if (serve === undefined) {
    throw new ServiceError('NotImplemented', { detail: 'the emulator does not imitate this' })
  }
  const bucket = call.findBucket(location.bucketName)
  if (bucket === undefined) throw new ServiceError('NoSuchBucket')
  checkEndpoint(call, bucket)
  checkPermission(account, operation, call.request.headers)
  if (location.key !== '') checkKey(location.key)
  return serve({ ...call, bucket, key: location.key, account, dialect: ossDialect })
}
