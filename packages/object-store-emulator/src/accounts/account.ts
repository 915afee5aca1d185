/** Who may sign requests. */
export interface Account {
  /** SecretId, AccessKeyId: what the services call it differs. */
  readonly id: string
  readonly secret: string
  /** The account is a temporary one: every request must carry this token. */
  readonly token?: string
  /** From then on the token is refused as expired. */
  readonly tokenExpiresAt?: Date
  /** The actions that the account may perform, by the service's own names. Without it: all. */
  readonly permissions?: readonly string[]
}

/** The account that there is when none is named. */
export const defaultAccount: Account = { id: 'emulator-access-key', secret: 'emulator-secret-key' }
