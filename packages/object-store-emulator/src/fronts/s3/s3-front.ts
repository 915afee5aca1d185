import type { Account } from '../../accounts/account.ts'
import { EngineError } from '../../engine/engine-error.ts'
import type { ServiceRequest } from '../../http/service-request.ts'
import type { Answer } from '../answer.ts'
import type { Call, Front, Location } from '../front.ts'
import { ServiceError } from '../service-error.ts'
import { inPath } from '../shared/in-path.ts'
import { isAddress } from '../shared/is-address.ts'
import { recognize } from '../shared/recognize.ts'
import { checkPermission } from './check-permission.ts'
import { prepareBody } from './prepare-body.ts'
import { createRequestId, hostIdOf } from './request-id.ts'
import { s3Dialect } from './s3-dialect.ts'
import { readS3Host } from './s3-host.ts'
import { s3Limits } from './s3-limits.ts'
import { s3Operations } from './s3-operations.ts'
import { verifySignature } from './signature/verify-signature.ts'
import { writeS3Error } from './write-s3-error.ts'

/** Amazon S3, and what speaks its protocol at addresses. */
export const s3Front: Front = {
  service: 's3',
  limits: s3Limits,
  bucketHost: (name, region) => `${name}.s3.${region}.amazonaws.com`,
  takesPathStyle: true,
  locate,
  recognize: (request, location) => recognize(request, location, s3Dialect.headerPrefix, otherThings),
  authenticate,
  perform,
  writeError: writeS3Error,
  expiredTokenCode: 'ExpiredToken',
  retryAfterHeaders: (seconds) => ({ 'retry-after': String(seconds) }),
  usualStorageClass: s3Dialect.usualStorageClass,
  createRequestId,
  commonHeaders: (requestId) => ({
    server: 'AmazonS3',
    'x-amz-request-id': requestId,
    'x-amz-id-2': hostIdOf(requestId),
  }),
}

/** Parameters that ask for a thing of S3 which is not imitated. */
const otherThings: readonly string[] = (
  'accelerate acl analytics append attributes cors encryption intelligent-tiering inventory legal-hold lifecycle ' +
  'location logging metrics notification object-lock ownershipControls policy policyStatus publicAccessBlock ' +
  'renameObject replication requestPayment restore retention select session tagging torrent versioning versions ' +
  'versionId website'
).split(' ')

function locate({ host, path = '/' }: ServiceRequest): Location | undefined {
  const found = isAddress(host) ? { bucketName: undefined, region: undefined } : readS3Host(host)
  if (found === undefined) return undefined
  const { bucketName, region } = found
  return bucketName === undefined
    ? inPath(path, region)
    : { bucketName, key: path.slice(1), region, style: 'virtual host' }
}

function authenticate(call: Call): Account {
  if (call.request.path === undefined) throw new ServiceError('InvalidURI', { detail: 'the path is no UTF-8' })
  const verified = verifySignature(call)
  prepareBody(call.request, call.operation, verified)
  return verified.account
}

async function perform(call: Call, account: Account): Promise<Answer> {
  const { operation, location } = call
  const serve = s3Operations[operation]
  if (serve === undefined) throw new ServiceError('NotImplemented', { detail: 'the emulator does not imitate this' })
  const bucket = call.findBucket(location.bucketName)
  if (bucket === undefined) throw new ServiceError('NoSuchBucket')
  if (location.region !== undefined && location.region !== bucket.region) {
    throw new ServiceError('PermanentRedirect', {
      fields: { Endpoint: s3Front.bucketHost(bucket.name, bucket.region) },
      headers: { 'x-amz-bucket-region': bucket.region },
    })
  }
  checkPermission(account, operation, call.request.headers)
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
  if (Buffer.byteLength(location.key) > 1024) throw new ServiceError('KeyTooLongError')
  return serve({ ...call, bucket, key: location.key, account, dialect: s3Dialect }).catch((error: unknown) => {
    if (error instanceof EngineError && error.code === 'NoSuchKey') hideAbsence(account)
    throw error
  })
}

/** Who may not list a bucket is not told what is missing: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
const hideAbsence = (account: Account): void => checkPermission(account, 'GetBucket')
