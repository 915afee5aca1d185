import { timingSafeEqual } from 'node:crypto'
import type { Account } from '../../../accounts/account.ts'
import type { Call } from '../../front.ts'
import { ServiceError } from '../../service-error.ts'
import { computeSignature } from './compute-signature.ts'
import { readAuthorization, type ScsAuthorization } from './read-authorization.ts'

/** How far the clocks of a client and of SCS may be apart. */
const mostSkewMs = 15 * 60 * 1000

/** Who signed a request; throws what SCS answers when the signature or its time is not right. */
export function verifySignature({ request, location, accounts, now }: Call): Account {
  const authorization = readAuthorization(request)
  if (authorization === undefined) throw new ServiceError('AccessDenied', { detail: 'the request is not signed' })
  const { accessKeyId, signature, date, expires } = authorization
  const account = accounts.find(({ id }) => id === accessKeyId)
  if (account === undefined) throw new ServiceError('InvalidAccessKeyId', { detail: `no account ${accessKeyId}` })
  checkTime(authorization, now)
  const expected = computeSignature(account.secret, {
    method: request.method,
    path: `/${location.bucketName}/${location.key}`,
    parameters: request.query.entries,
    headers: expires === undefined ? request.headers : {},
    date,
  })
  if (!isSame(expected, signature)) {
    throw new ServiceError('SignatureDoesNotMatch', {
      detail: 'the signature does not fit the secret, method, path, headers and date',
    })
  }
  return account
}

function checkTime({ signedAt, expires = 0 }: ScsAuthorization, now: number): void {
  if (signedAt !== undefined) checkSkew(signedAt, now)
  else if (!(expires * 1000 >= now)) {
    throw new ServiceError('AccessDenied', { message: 'Request has expired', detail: `the URL expired at ${expires}` })
  }
}

/** The Go client writes dates with `UTC` at the end, in the place of HTTP's `GMT`. */
function checkSkew(date: string, now: number): void {
  const signedAt = /(?:UTC|GMT)$/.test(date) ? Date.parse(date) : Number.NaN
  if (Number.isNaN(signedAt)) {
    throw new ServiceError('AccessDenied', { message: 'A valid Date or x-scs-date is needed' })
  }
  if (Math.abs(signedAt - now) <= mostSkewMs) return
  throw new ServiceError('RequestTimeTooSkewed', {
    detail: `the clocks are ${Math.round((signedAt - now) / 1000)} s apart`,
  })
}

function isSame(expected: string, received: string): boolean {
  const bytes = Buffer.from(received)
  return bytes.length === expected.length && timingSafeEqual(Buffer.from(expected), bytes)
}
