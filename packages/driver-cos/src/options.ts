import { booleanOption, integerOption, textOption } from '@moorage/driver-core/kit'
import { hostOption, parseHost, rootOption, textLike, userAgentOption } from '@moorage/driver-core/object-store'
import { z, type ZodType } from 'zod'
import { fullBucketName } from './bucket-name.ts'

export interface CosOptions {
  /** Of an API key of Tencent Cloud. */
  readonly secretid: string
  readonly secretkey: string
  /** Such as `ap-guangzhou`. */
  readonly region: string
  /** The whole name, with the APPID: `images-1250000000`. */
  readonly bucket: string
  /** HTTPS. Default true. */
  readonly secure: boolean
  /** Takes any certificate. Default false. */
  readonly skipverify: boolean
  /** Bytes of a part of a multipart upload. Default 16 MiB. */
  readonly chunksize: number
  /** Most requests at the same time. Default 10. */
  readonly maxconcurrency: number
  /** What all keys begin with. Default: nothing. */
  readonly rootdirectory: string
  /** Global acceleration, which must be enabled for the bucket. Default false. */
  readonly accelerate: boolean
  /** The token of temporary credentials. */
  readonly sessiontoken?: string | undefined
  /** Where COS is to be reached, when not at its usual host. */
  readonly endpoint?: string | undefined
  /** Where clients are sent to, when not to the host that the registry uses. */
  readonly redirectendpoint?: string | undefined
  /** In the place of the registry's own. */
  readonly useragent?: string | undefined
  /** Bytes that uploads may hold in memory. Default: what all drivers of the process share, 256 MiB. */
  readonly maxbufferbytes?: number | undefined
}

const mebibyte = 1024 * 1024

const parameters = z.strictObject({
  secretid: textOption('expected the SecretId of an API key'),
  secretkey: textOption('expected the SecretKey of an API key'),
  region: textLike(/^[a-z0-9-]+$/, 'expected a region, such as ap-guangzhou'),
  bucket: textLike(/^[a-z0-9][a-z0-9-]*$/, 'expected the name of a bucket, such as images-1250000000'),
  appid: textLike(/^\d+$/, 'expected the number of an account, such as 1250000000').optional(),
  secure: booleanOption().default(true),
  skipverify: booleanOption().default(false),
  chunksize: integerOption({ min: 5 * mebibyte, max: 100 * mebibyte }).default(16 * mebibyte),
  maxconcurrency: integerOption({ min: 1, max: 10_000 }).default(10),
  rootdirectory: rootOption().optional(),
  // The name that the Go registry's COS driver has for it.
  rootdir: rootOption().optional(),
  accelerate: booleanOption().default(false),
  sessiontoken: textOption('expected the token of temporary credentials').optional(),
  endpoint: hostOption().optional(),
  redirectendpoint: hostOption().optional(),
  useragent: userAgentOption().optional(),
  maxbufferbytes: integerOption({ min: 16 * mebibyte, max: Number.MAX_SAFE_INTEGER }).optional(),
})

/** The schema of the driver's parameters; numbers and booleans may be given as text. */
export const cosOptions: ZodType<CosOptions> = parameters.transform((given, context): CosOptions => {
  const { appid, rootdir, rootdirectory, ...rest } = given
  const refuse = (name: string, message: string): void => context.addIssue({ code: 'custom', path: [name], message })
  const bucket = fullBucketName(given.bucket, appid)
  if (bucket === undefined) {
    refuse('bucket', 'expected a name that ends with the APPID, such as images-1250000000, or the parameter appid')
  }
  if (rootdir !== undefined && rootdirectory !== undefined && rootdir !== rootdirectory) {
    refuse('rootdir', 'expected the same as rootdirectory, which is its other name')
  }
  if (given.accelerate && given.endpoint !== undefined && parseHost(given.endpoint)?.isAddress === false) {
    refuse('endpoint', 'expected no host of your own together with accelerate, which has one')
  }
  return { ...rest, bucket: bucket ?? given.bucket, rootdirectory: rootdirectory ?? rootdir ?? '' }
})
