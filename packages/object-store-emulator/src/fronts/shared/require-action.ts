import type { Account } from '../../accounts/account.ts'
import { ServiceError } from '../service-error.ts'

/** Lets an account through that may do any of these. Only the log says more than services do: which action is missing. */
export function requireAction({ permissions }: Account, alternatives: readonly string[]): void {
  if (permissions === undefined || alternatives.some((action) => permissions.includes(action))) return
  throw new ServiceError('AccessDenied', { detail: `the account lacks the permission ${alternatives.join(' or ')}` })
}
