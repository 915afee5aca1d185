import { randomUUID } from 'node:crypto'
import type { Account } from '../../accounts/account.ts'
import type { ServiceRequest } from '../../http/service-request.ts'
import type { Answer } from '../answer.ts'
import type { Call, Front, Location } from '../front.ts'
import type { Operation } from '../operation.ts'
import { ServiceError } from '../service-error.ts'
import { inPath } from '../shared/in-path.ts'
import { isAddress } from '../shared/is-address.ts'
import { recognize } from '../shared/recognize.ts'
import { checkPermission } from './check-permission.ts'
import { scsDialect } from './scs-dialect.ts'
import { plainRegion, readScsHost, scsHost } from './scs-host.ts'
import { scsLimits } from './scs-limits.ts'
import { scsOperations } from './scs-operations.ts'
import { verifySignature } from './signature/verify-signature.ts'
import { writeScsError } from './write-scs-error.ts'

/** Sohu Cloud Storage, as the Go registry's driver for it speaks with it. */
export const scsFront: Front = {
  service: 'scs',
  limits: scsLimits,
  bucketHost: (_, region) =>
    scsHost({ region: plainRegion(region), network: region.endsWith('-internal') ? 'internal' : 'public' }),
  takesPathStyle: true,
  locate,
  recognize: recognizeScs,
  authenticate,
  perform,
  writeError: writeScsError,
  expiredTokenCode: 'ExpiredToken',
  retryAfterHeaders: (seconds) => ({ 'retry-after': String(seconds) }),
  usualStorageClass: scsDialect.usualStorageClass,
  createRequestId: () => randomUUID().replaceAll('-', ''),
  commonHeaders: (requestId) => ({ server: 'SohuSCS', 'x-scs-request-id': requestId }),
}

/** Parameters that ask for a thing of SCS which is not imitated. */
const otherThings: readonly string[] = ['acl', 'policy']

function locate({ host, path = '/' }: ServiceRequest): Location | undefined {
  const found = readScsHost(host)
  if (found === undefined && !isAddress(host)) return undefined
  return inPath(path, found?.region)
}

function recognizeScs(request: ServiceRequest, location: Location): Operation {
  const { method, query } = request
  if (location.key === '' && method === 'GET' && query.has('location')) return 'GetBucketLocation'
  if (location.key !== '' && method === 'PUT' && query.has('newObjectName')) return 'RenameObject'
  return recognize(request, location, scsDialect.headerPrefix, otherThings)
}

function authenticate(call: Call): Account {
  if (call.request.path === undefined) throw new ServiceError('InvalidURI', { detail: 'the path is no UTF-8' })
  return verifySignature(call)
}

async function perform(call: Call, account: Account): Promise<Answer> {
  const { operation, location } = call
  const serve = scsOperations[operation]
  if (serve === undefined) throw new ServiceError('NotImplemented', { detail: 'the emulator does not imitate this' })
  // The Go client writes every bucket in lower case, so that there are none with others.
  const bucket = call.findBucket(location.bucketName)
  if (bucket === undefined) throw new ServiceError('NoSuchBucket')
  // Any region knows where a bucket is.
  if (operation !== 'GetBucketLocation') checkRegion(call, plainRegion(bucket.region))
  checkPermission(account, operation)
  if (Buffer.byteLength(location.key) > 1024) throw new ServiceError('KeyTooLong')
  return serve({ ...call, bucket, key: location.key, account, dialect: scsDialect })
}

function checkRegion({ location, request }: Call, region: string): void {
  const found = readScsHost(request.host)
  if (found === undefined || location.region === region) return
  const host = scsHost({ ...found, region })
  throw new ServiceError('TemporaryRedirect', {
    fields: { Endpoint: host },
    headers: { location: `http://${host}${request.url}` },
  })
}
