/** A key that requests are signed with. */
export interface Credentials {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  /** Of temporary credentials. */
  readonly stsToken?: string | undefined
  /** When temporary credentials end, where that is known. */
  readonly expiresAt?: Date | undefined
}

/** Where the credentials of the moment come from. */
export type CredentialSource = () => Credentials | Promise<Credentials>
