import { timingSafeEqual } from 'node:crypto'
import type { Account } from '../../../accounts/account.ts'
import type { Call } from '../../front.ts'
import { ServiceError } from '../../service-error.ts'
import { checkTime } from './check-time.ts'
import { checkToken } from './check-token.ts'
import { computeSignature, signingKey } from './compute-signature.ts'
import { readAuthorization, type S3Authorization } from './read-authorization.ts'

export interface Verified {
  readonly account: Account
  readonly authorization: S3Authorization
  /** What the chunks of a body are signed with as well. */
  readonly key: Buffer
}

/** Who signed a request; throws what S3 answers when the signature, its time or the token is not right. */
export function verifySignature(call: Call): Verified {
  const authorization = readAuthorization(call.request)
  if (authorization === undefined) throw new ServiceError('AccessDenied', { detail: 'the request is not signed' })
  const { accessKeyId, scope } = authorization
  const account = call.accounts.find(({ id }) => id === accessKeyId)
  if (account === undefined) throw new ServiceError('InvalidAccessKeyId', { detail: `no account ${accessKeyId}` })
  checkTime(authorization, call.now)
  checkRegion(call, authorization)
  const key = signingKey(account.secret, scope)
  if (!isSame(expectedSignature(call, authorization, key), authorization.signature)) {
    throw mismatch('the signature does not fit the secret, method, path, parameters and signed headers')
  }
  checkToken(authorization.token, account, call.now)
  return { account, authorization, key }
}

function checkRegion({ location, findBucket }: Call, { scope, expiresInSeconds }: S3Authorization): void {
  const expected = findBucket(location.bucketName)?.region
  if (expected === undefined || scope.region === expected) return
  const [code, subject] =
    expiresInSeconds === undefined
      ? ['AuthorizationHeaderMalformed', 'The authorization header is malformed']
      : ['AuthorizationQueryParametersError', 'Error parsing the X-Amz-Credential parameter']
  throw new ServiceError(code, {
    message: `${subject}; the region '${scope.region}' is wrong; expecting '${expected}'`,
    fields: { Region: expected },
    headers: { 'x-amz-bucket-region': expected },
  })
}

function expectedSignature({ request }: Call, authorization: S3Authorization, key: Buffer): string {
  const { method, path = '', query, headers } = request
  const { signedHeaders, scope, date, payloadHash } = authorization
  if (!signedHeaders.includes('host')) throw mismatch('host is not signed')
  const unsigned = Object.keys(headers).find((name) => name.startsWith('x-amz-') && !signedHeaders.includes(name))
  if (unsigned !== undefined) {
    throw new ServiceError('AccessDenied', {
      message: 'There were headers present in the request which were not signed',
      fields: { HeadersNotSigned: unsigned },
      detail: `the header ${unsigned} is not signed`,
    })
  }
  return computeSignature(key, scope, {
    method,
    path,
    parameters: query.entries.filter(([name]) => name !== 'X-Amz-Signature'),
    headers: signedHeaders.map((name) => {
      const value = headers[name]
      if (value === undefined) throw mismatch(`the header ${name} is signed but was not sent`)
      return [name, value] as const
    }),
    date,
    payloadHash,
  })
}

function isSame(expected: string, received: string): boolean {
  const bytes = Buffer.from(received)
  return bytes.length === expected.length && timingSafeEqual(Buffer.from(expected), bytes)
}

const mismatch = (detail: string): ServiceError => new ServiceError('SignatureDoesNotMatch', { detail })
