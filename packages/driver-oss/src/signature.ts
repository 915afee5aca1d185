import OSS from 'ali-oss'
import { objectPath } from '@moorage/driver-core/object-store'
import type { Credentials } from './credentials/credentials.ts'

export interface SigningOptions {
  readonly version: 'v1' | 'v4'
  readonly bucket: string
  /** As signatures have it, such as `cn-hangzhou`. */
  readonly region: string
}

export interface SignedCall {
  readonly method: string
  /** Empty for the bucket. */
  readonly key: string
  /** `''` for a parameter without a value. */
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** The longest life that version 4 allows: seven days. */
const longestLifeSeconds = 604_800

/**
 * The headers that sign a call, by Aliyun's own code.
 * @param at by OSS's clock
 */
export function signCall(
  credentials: Credentials,
  options: SigningOptions,
  call: SignedCall,
  at: Date,
): Record<string, string> {
  const { version, bucket } = options
  const { method, key, query = {} } = call
  const token = credentials.stsToken === undefined ? {} : { 'x-oss-security-token': credentials.stsToken }
  const signer = signerOf(credentials, options)
  if (version === 'v1') {
    const added = { ...token, 'x-oss-date': at.toUTCString() }
    const headers = { ...call.headers, ...added }
    return { ...added, authorization: signer.authorization(method, `/${bucket}/${key}`, subresources(query), headers) }
  }
  const added = { ...token, 'x-oss-date': compactTime(at), 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD' }
  const headers = { ...call.headers, ...added }
  return { ...added, authorization: signer.authorizationV4(method, { headers, queries: nulls(query) }, bucket, key) }
}

/** A URL that is good for one method on one object, at any host of the bucket: the host is not signed. */
export function signUrl(
  credentials: Credentials,
  options: SigningOptions,
  origin: URL,
  { method, key }: Pick<SignedCall, 'method' | 'key'>,
  at: Date,
  expiresInSeconds: number,
): URL {
  const url = new URL(objectPath(key), origin)
  const lifeSeconds = lifeOf(credentials, at, expiresInSeconds)
  const query =
    options.version === 'v1'
      ? queryV1(credentials, options, { method, key }, Math.floor(at.getTime() / 1000) + lifeSeconds)
      : queryV4(credentials, options, { method, key }, at, Math.min(lifeSeconds, longestLifeSeconds))
  // Not by URLSearchParams, which writes a blank as `+`.
  url.search = Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  return url
}

/** A URL ends with the temporary credentials that sign it. */
function lifeOf({ expiresAt }: Credentials, at: Date, wantedSeconds: number): number {
  if (expiresAt === undefined) return wantedSeconds
  const leftSeconds = Math.floor((expiresAt.getTime() - at.getTime()) / 1000)
  return Math.max(1, Math.min(wantedSeconds, leftSeconds))
}

function queryV4(
  credentials: Credentials,
  options: SigningOptions,
  { method, key }: Pick<SignedCall, 'method' | 'key'>,
  at: Date,
  expiresInSeconds: number,
): Record<string, string> {
  const date = compactTime(at)
  const query = {
    'x-oss-credential': `${credentials.accessKeyId}/${date.slice(0, 8)}/${options.region}/oss/aliyun_v4_request`,
    'x-oss-date': date,
    'x-oss-expires': String(expiresInSeconds),
    'x-oss-signature-version': 'OSS4-HMAC-SHA256',
    ...(credentials.stsToken !== undefined && { 'x-oss-security-token': credentials.stsToken }),
  }
  // The SDK's own URLs have the time of this machine, which may be wrong, and its header has the same signature.
  const request = { headers: {}, queries: query }
  const header = signerOf(credentials, options).authorizationV4(method, request, options.bucket, key)
  return { ...query, 'x-oss-signature': /Signature=(.*)$/.exec(header)?.[1] ?? '' }
}

function queryV1(
  credentials: Credentials,
  options: SigningOptions,
  { method, key }: Pick<SignedCall, 'method' | 'key'>,
  expires: number,
): Record<string, string> {
  const token = credentials.stsToken === undefined ? {} : { 'security-token': credentials.stsToken }
  const resource = `/${options.bucket}/${key}${credentials.stsToken === undefined ? '' : `?security-token=${credentials.stsToken}`}`
  const signature = signerOf(credentials, options).signature([method, '', '', expires, resource].join('\n'))
  return { OSSAccessKeyId: credentials.accessKeyId, Expires: String(expires), ...token, Signature: signature }
}

/** What Aliyun's client signs with; its types leave these out. */
interface Signer {
  authorization(method: string, resource: string, parameters: object, headers: object): string
  authorizationV4(method: string, request: object, bucket: string, key: string): string
  signature(text: string): string
}

/** One for each key: the client reads many options when it is made. */
const signers = new WeakMap<Credentials, Signer>()

function signerOf(credentials: Credentials, { region }: SigningOptions): Signer {
  const known = signers.get(credentials)
  if (known !== undefined) return known
  const { accessKeyId, accessKeySecret } = credentials
  const signer = new OSS({ accessKeyId, accessKeySecret, region: `oss-${region}` }) as unknown as Signer
  signers.set(credentials, signer)
  return signer
}

/** Parameters that version 1 signs; those of listings are not among them. */
const signedParameters: ReadonlySet<string> = new Set(['uploads', 'uploadId', 'partNumber', 'delete'])

const subresources = (query: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter(([name]) => signedParameters.has(name)))

/** The client wants null for a parameter without a value. */
const nulls = (query: Readonly<Record<string, string>>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value === '' ? null : value]))

/** `20231114T221320Z` */
const compactTime = (time: Date): string => time.toISOString().replaceAll(/[-:]|\.\d+/g, '')
