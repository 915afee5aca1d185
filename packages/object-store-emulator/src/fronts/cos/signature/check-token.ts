import type { Account } from '../../../accounts/account.ts'
import type { ServiceRequest } from '../../../http/service-request.ts'
import { ServiceError } from '../../service-error.ts'

/** A temporary account must send its token, and not for longer than the token lives. */
export function checkToken({ headers, query }: ServiceRequest, account: Account, now: number): void {
  const received = headers['x-cos-security-token'] ?? query.get('x-cos-security-token')
  if (received !== account.token) {
    // COS does not know a temporary key without its token, nor a permanent one with any.
    throw new ServiceError('InvalidAccessKeyId', {
      detail: 'x-cos-security-token is missing or not the token of the account',
    })
  }
  if (account.tokenExpiresAt !== undefined && now >= account.tokenExpiresAt.getTime()) {
    throw new ServiceError('ExpiredToken', { detail: 'the token of the account has expired' })
  }
}
