import { timingSafeEqual } from 'node:crypto'
import type { Account } from '../../../accounts/account.ts'
import type { ServiceRequest } from '../../../http/service-request.ts'
import { ServiceError } from '../../service-error.ts'
import { computeSignature } from './compute-signature.ts'
import { type CosAuthorization, readAuthorization } from './read-authorization.ts'
import { checkToken } from './check-token.ts'
import { checkTimeWindow } from './check-time-window.ts'

/** The account that signed the request; throws what COS answers when the signature, its time or the token is not right. */
export function verifySignature(request: ServiceRequest, accounts: readonly Account[], now: number): Account {
  const authorization = readAuthorization(request)
  if (authorization === undefined) throw new ServiceError('AccessDenied', { detail: 'the request is not signed' })
  const account = accounts.find(({ id }) => id === authorization.accessKeyId)
  if (account === undefined)
    throw new ServiceError('InvalidAccessKeyId', { detail: `no account ${authorization.accessKeyId}` })
  checkTimeWindow('q-sign-time', authorization.signTime, now)
  checkTimeWindow('q-key-time', authorization.keyTime, now)
  if (!authorization.headerList.includes('host')) throw mismatch('host is not in q-header-list')
  checkSignature(request, authorization, account)
  checkToken(request, account, now)
  return account
}

function checkSignature(request: ServiceRequest, authorization: CosAuthorization, account: Account): void {
  const { signTime, keyTime, headerList, parameterList } = authorization
  const parameters = parameterList.map((name) => [name, receivedParameter(request, name)] as const)
  const headers = headerList.map((name) => [name, receivedHeader(request, name)] as const)
  const { method, path = '' } = request
  const expected = computeSignature(account.secret, { method, path, parameters, headers, signTime, keyTime })
  if (isSame(expected, authorization.signature)) return
  throw mismatch('the signature does not fit the secret, method, path, signed parameters and signed headers')
}

function receivedParameter({ query }: ServiceRequest, name: string): string {
  const received = query.entries.find(([other]) => other.toLowerCase() === name)
  if (received === undefined) throw mismatch(`the parameter ${name} is signed but was not sent`)
  return received[1]
}

function receivedHeader({ headers }: ServiceRequest, name: string): string {
  const value = headers[name]
  if (value === undefined) throw mismatch(`the header ${name} is signed but was not sent`)
  return value
}

function isSame(expected: string, received: string): boolean {
  const bytes = Buffer.from(received)
  return bytes.length === expected.length && timingSafeEqual(Buffer.from(expected), bytes)
}

const mismatch = (detail: string): ServiceError => new ServiceError('SignatureDoesNotMatch', { detail })
