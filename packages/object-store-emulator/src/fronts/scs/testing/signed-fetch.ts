import { type Account, defaultAccount } from '../../../accounts/account.ts'
import type { Emulator, EmulatorOptions } from '../../../emulator/emulator.ts'
import { startEmulator } from '../../../emulator/start-emulator.ts'
import { type FetchedAnswer, rawFetch } from '../../testing/raw-fetch.ts'
import { computeSignature } from '../signature/compute-signature.ts'

export const bucketName = 'images'

/** An emulator with one bucket of SCS. */
export const startScs = (options: Partial<EmulatorOptions> = {}): Promise<Emulator> =>
  startEmulator({ buckets: [{ service: 'scs', name: bucketName, region: 'bjcnc' }], ...options })

interface FetchOptions {
  readonly method?: string
  /** Percent-encoded. */
  readonly path: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly account?: Account
  readonly host?: string
  readonly date?: string
}

const now = (): string => new Date().toUTCString().replace('GMT', 'UTC')

/** One request as the Go registry's client signs it: the signature itself is held to what that client made. */
export async function signedFetch(emulator: Emulator, options: FetchOptions): Promise<FetchedAnswer> {
  const { method = 'GET', path, query = '', body, account = defaultAccount, date = now() } = options
  const headers: Record<string, string> = { host: options.host ?? 'bjcnc.scs.sohucs.com', date, ...options.headers }
  const parameters = [...new URLSearchParams(query)]
  const signed = { method, path: decodeURIComponent(path), parameters, headers, date }
  const authorization = `${account.id}:${computeSignature(account.secret, signed)}`
  const length: Record<string, string> = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const url = query === '' ? path : `${path}?${query}`
  return rawFetch(emulator, { method, path: url, headers: { ...headers, ...length, authorization } }, body)
}
