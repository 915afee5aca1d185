import { timingSafeEqual } from 'node:crypto'
import type { Account } from '../../../accounts/account.ts'
import type { Call } from '../../front.ts'
import { ServiceError } from '../../service-error.ts'
import { plainRegion } from '../oss-host.ts'
import { checkTime } from './check-time.ts'
import { checkToken } from './check-token.ts'
import { type OssAuthorization, readAuthorization } from './read-authorization.ts'
import { computeV1 } from './v1.ts'
import { computeV4 } from './v4.ts'

/** The account that signed a request; throws what OSS answers when the signature, its time or the token is not right. */
export function verifySignature(call: Call): Account {
  const authorization = readAuthorization(call.request)
  if (authorization === undefined) throw new ServiceError('AccessDenied', { detail: 'the request is not signed' })
  const account = call.accounts.find(({ id }) => id === authorization.accessKeyId)
  if (account === undefined) {
    throw new ServiceError('InvalidAccessKeyId', { detail: `no account ${authorization.accessKeyId}` })
  }
  checkTime(authorization, call.now)
  checkRegion(call, authorization)
  if (!isSame(expectedSignature(call, authorization, account), authorization.signature)) {
    throw mismatch('the signature does not fit the secret, method, path, parameters and headers')
  }
  checkToken(authorization.token, account, call.now)
  return account
}

/** Version 4 signs the region of the host, without the `oss-` that the host has before it. */
function checkRegion({ location, findBucket }: Call, authorization: OssAuthorization): void {
  if (authorization.version === 'v1') return
  const ofBucket = findBucket(location.bucketName)?.region
  const expected = location.region ?? (ofBucket === undefined ? undefined : plainRegion(ofBucket))
  if (expected === undefined || authorization.region === expected) return
  throw new ServiceError('InvalidArgument', {
    message: 'Invalid signing region in Authorization header.',
    detail: `signed for ${authorization.region} instead of ${expected}`,
  })
}

function expectedSignature({ request, location }: Call, authorization: OssAuthorization, account: Account): string {
  const { method, headers, query } = request
  const resource = `/${location.bucketName}/${location.key}`
  const { date } = authorization
  if (authorization.version === 'v1') {
    return computeV1(account.secret, { method, resource, parameters: query.entries, headers, date })
  }
  const { additionalHeaders, region } = authorization
  const parameters = query.entries.filter(([name]) => name !== 'x-oss-signature')
  for (const name of additionalHeaders) {
    if (headers[name] === undefined) throw mismatch(`the header ${name} is signed but was not sent`)
  }
  const signedHeaders = Object.entries(headers).filter(
    ([name]) =>
      name === 'content-type' ||
      name === 'content-md5' ||
      name.startsWith('x-oss-') ||
      additionalHeaders.includes(name),
  )
  return computeV4(account.secret, {
    method,
    resource,
    parameters,
    headers: signedHeaders,
    additionalHeaders,
    date,
    region,
  })
}

function isSame(expected: string, received: string): boolean {
  const bytes = Buffer.from(received)
  return bytes.length === expected.length && timingSafeEqual(Buffer.from(expected), bytes)
}

const mismatch = (detail: string): ServiceError => new ServiceError('SignatureDoesNotMatch', { detail })
