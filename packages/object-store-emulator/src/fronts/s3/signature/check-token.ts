import type { Account } from '../../../accounts/account.ts'
import { ServiceError } from '../../service-error.ts'

/** A temporary account must send its token, and not for longer than the token lives. */
export function checkToken(received: string | undefined, account: Account, now: number): void {
  if (received !== account.token) {
    // S3 does not know a temporary key without its token.
    const code = received === undefined ? 'InvalidAccessKeyId' : 'InvalidToken'
    throw new ServiceError(code, { detail: 'the security token is missing or not the token of the account' })
  }
  if (account.tokenExpiresAt !== undefined && now >= account.tokenExpiresAt.getTime()) {
    throw new ServiceError('ExpiredToken', { detail: 'the token of the account has expired' })
  }
}
