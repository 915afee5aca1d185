import { booleanOption, integerOption, textOption } from '@moorage/driver-core/kit'
import { hostOption, rootOption, textLike, userAgentOption } from '@moorage/driver-core/object-store'
import { z, type ZodType } from 'zod'
import { regions } from './regions.ts'

export interface ScsOptions {
  readonly accesskey: string
  readonly secretkey: string
  /** One of the eight, such as `bjcnc` or `bjcnc-internal`; with `signature: v4` any. */
  readonly region: string
  /** In lower case. */
  readonly bucket: string
  /** `scs` is Sohu's own, `v4` Amazon's, for any store that speaks S3's protocol. Default `scs`. */
  readonly signature: 'scs' | 'v4'
  /** Where the store is to be reached, when not at the host of its region. */
  readonly endpoint?: string | undefined
  /** Where clients are sent to, when not to the host that the registry uses. */
  readonly redirectendpoint?: string | undefined
  /** HTTPS. Default false: SCS has HTTP alone. */
  readonly secure: boolean
  /** Takes any certificate. Default false. */
  readonly skipverify: boolean
  /** Bytes of a part of a multipart upload. Default 10 MiB. */
  readonly chunksize: number
  /** Most requests at the same time. Default 10. */
  readonly maxconcurrency: number
  /** What all keys begin with. Default: nothing. */
  readonly rootdirectory: string
  /** How the MD5 of parts is sent, which SCS compares. Default `none`. */
  readonly partmd5: 'none' | 'hex' | 'base64'
  /** Moves files by SCS's own request for it, in the place of copies. Default true, false with `signature: v4`. */
  readonly rename: boolean
  /** In the place of the registry's own. */
  readonly useragent?: string | undefined
  /** Bytes that uploads may hold in memory. Default: what all drivers of the process share, 256 MiB. */
  readonly maxbufferbytes?: number | undefined
}

const mebibyte = 1024 * 1024

const parameters = z.strictObject({
  accesskey: textOption('expected an access key'),
  secretkey: textOption('expected a secret key'),
  region: textOption(`expected one of ${regions.join(', ')}`),
  bucket: textLike(/^[a-z0-9][\w.-]{1,61}[a-z0-9]$/i, 'expected the name of a bucket'),
  signature: z.enum(['scs', 'v4'], 'expected scs or v4').default('scs'),
  endpoint: hostOption().optional(),
  redirectendpoint: hostOption().optional(),
  secure: booleanOption().default(false),
  skipverify: booleanOption().default(false),
  chunksize: integerOption({ min: 5 * mebibyte, max: 1024 * mebibyte }).default(10 * mebibyte),
  maxconcurrency: integerOption({ min: 1, max: 10_000 }).default(10),
  rootdirectory: rootOption().default(''),
  partmd5: z.enum(['none', 'hex', 'base64'], 'expected none, hex or base64').default('none'),
  rename: booleanOption().optional(),
  useragent: userAgentOption().optional(),
  maxbufferbytes: integerOption({ min: 16 * mebibyte, max: Number.MAX_SAFE_INTEGER }).optional(),
})

/** The schema of the driver's parameters; numbers and booleans may be given as text. */
export const scsOptions: ZodType<ScsOptions> = parameters.transform((given, context): ScsOptions => {
  const refuse = (name: string, message: string): void => context.addIssue({ code: 'custom', path: [name], message })
  const isOwn = given.signature === 'scs'
  if (isOwn && !regions.includes(given.region)) refuse('region', `expected one of ${regions.join(', ')}`)
  if (!isOwn && given.endpoint === undefined) refuse('endpoint', 'expected the host of the store, with signature v4')
  if (!isOwn && given.rename === true) refuse('rename', 'expected false with signature v4: only SCS has it')
  if (!isOwn && given.partmd5 === 'hex') refuse('partmd5', 'expected none or base64 with signature v4')
  // As the Go registry's client writes it.
  const bucket = isOwn ? given.bucket.toLowerCase() : given.bucket
  return { ...given, bucket, rename: given.rename ?? isOwn }
})
