/** A store that speaks S3's protocol and that nobody here wrote. */
export interface ForeignServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
}

export interface ForeignServerKind {
  readonly name: string
  /** Why the server cannot be tried here; undefined when it can. Builds or installs it, once, where that takes no longer than it may. */
  prepare(): Promise<string | undefined>
  /** With this account, and without buckets. */
  start(): Promise<ForeignServer>
  /** Those that are tried on it. */
  readonly drivers: readonly DriverName[]
  /** Tests of the conformance suite that it cannot pass, and why. */
  readonly skip: Readonly<Record<string, string>>
}

export type DriverName = 's3' | 'scs'

export const account = { accesskey: 'foreign-access-key', secretkey: 'foreign-secret-key' } as const

export const region = 'us-east-1'
