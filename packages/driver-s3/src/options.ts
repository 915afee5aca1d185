import { booleanOption, integerOption, textOption } from '@moorage/driver-core/kit'
import { hostOption, optionalText, rootOption, textLike, userAgentOption } from '@moorage/driver-core/object-store'
import { z, type ZodType } from 'zod'

export interface S3Options {
  /** Without it and `secretkey`: whatever the AWS SDK finds in the environment, in files, or from the machine's role. */
  readonly accesskey?: string | undefined
  readonly secretkey?: string | undefined
  /** The token of temporary credentials. */
  readonly sessiontoken?: string | undefined
  /** Such as `eu-central-1`. Default, with `regionendpoint` alone: `us-east-1`. */
  readonly region: string
  readonly bucket: string
  /** Where a compatible store is, when it is not Amazon's. */
  readonly regionendpoint?: string | undefined
  /** Puts the bucket in the path, for stores without a host for each bucket. Default false. */
  readonly forcepathstyle: boolean
  /** Where clients are sent to, when not to the host that the registry uses. */
  readonly redirectendpoint?: string | undefined
  /** Transfer acceleration, which must be enabled for the bucket. Default false. */
  readonly accelerate: boolean
  /** Hosts with IPv6. Default false. */
  readonly usedualstack: boolean
  readonly usefipsendpoint: boolean
  /** HTTPS. Default true. */
  readonly secure: boolean
  /** Takes any certificate. Default false. */
  readonly skipverify: boolean
  /** Has S3 encrypt what it stores. Default false. */
  readonly encrypt: boolean
  /** The key of KMS to encrypt with; S3's own without it. */
  readonly keyid?: string | undefined
  /** Default `STANDARD`; `NONE` sends none, for stores that know no classes. */
  readonly storageclass: string
  /** Default `private`. */
  readonly objectacl: string
  /** Bytes of a part of a multipart upload. Default 10 MiB. */
  readonly chunksize: number
  /** Bytes of a part that is copied. Default 32 MiB. */
  readonly multipartcopychunksize: number
  /** Parts of an object that are copied at the same time. Default 100, but no more than `maxconcurrency`. */
  readonly multipartcopymaxconcurrency: number
  /** Bytes above which an object is copied by parts. Default 32 MiB. */
  readonly multipartcopythresholdsize: number
  /** Most requests at the same time. Default 50. */
  readonly maxconcurrency: number
  /** What all keys begin with. Default: nothing. */
  readonly rootdirectory: string
  /** Added to the registry's own. */
  readonly useragent?: string | undefined
  /** Bytes that uploads may hold in memory. Default: what all drivers of the process share, 256 MiB. */
  readonly maxbufferbytes?: number | undefined
  /** Given, and without effect here. */
  readonly ignored: readonly string[]
}

const mebibyte = 1024 * 1024
const gibibyte = 1024 * mebibyte

/** Those that can be read at once. `NONE` is the Go registry's word for none. */
const storageClasses = [
  'NONE',
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'OUTPOSTS',
  'GLACIER_IR',
  'EXPRESS_ONEZONE',
] as const

const objectAcls = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
] as const

const parameters = z.strictObject({
  accesskey: optionalText(textOption('expected an access key')),
  secretkey: optionalText(textOption('expected a secret key')),
  sessiontoken: optionalText(textOption('expected the token of temporary credentials')),
  region: optionalText(textLike(/^[a-z0-9][a-z0-9-]*$/i, 'expected a region, such as eu-central-1')),
  // Amazon's rules for new buckets are stricter; other stores, and old buckets, have other names.
  bucket: textLike(/^[a-zA-Z0-9][\w.-]{1,253}[a-zA-Z0-9]$/, 'expected the name of a bucket'),
  regionendpoint: optionalText(hostOption()),
  // What the other drivers of object stores call it.
  endpoint: optionalText(hostOption()),
  forcepathstyle: booleanOption().default(false),
  redirectendpoint: optionalText(hostOption()),
  accelerate: booleanOption().default(false),
  usedualstack: booleanOption().default(false),
  usefipsendpoint: booleanOption().default(false),
  secure: booleanOption().default(true),
  skipverify: booleanOption().default(false),
  v4auth: booleanOption()
    .refine((value) => value, 'expected true: version 2 of the signature is not supported')
    .default(true),
  encrypt: booleanOption().default(false),
  keyid: optionalText(textLike(/^[\x21-\x7E]+$/, 'expected the id or the ARN of a key of KMS')),
  storageclass: choice(storageClasses, (text) => text.toUpperCase()).default('STANDARD'),
  objectacl: choice(objectAcls, (text) => text).default('private'),
  chunksize: integerOption({ min: 5 * mebibyte, max: gibibyte }).default(10 * mebibyte),
  multipartcopychunksize: integerOption({ min: 5 * mebibyte, max: 5 * gibibyte }).default(32 * mebibyte),
  multipartcopymaxconcurrency: integerOption({ min: 1, max: Number.MAX_SAFE_INTEGER }).default(100),
  multipartcopythresholdsize: integerOption({ min: 0, max: 5 * gibibyte }).default(32 * mebibyte),
  maxconcurrency: integerOption({ min: 1, max: 10_000 }).default(50),
  rootdirectory: rootOption().default(''),
  useragent: optionalText(userAgentOption()),
  maxbufferbytes: integerOption({ min: 16 * mebibyte, max: Number.MAX_SAFE_INTEGER }).optional(),
  // Of the Go registry's client, which writes a log of its own.
  loglevel: z.union([z.string(), z.boolean(), z.null()]).optional(),
})

/** The schema of the driver's parameters; numbers and booleans may be given as text. */
export const s3Options: ZodType<S3Options> = parameters.transform((given, context): S3Options => {
  const { region, v4auth: _, loglevel, endpoint, ...rest } = given
  const regionendpoint = given.regionendpoint ?? endpoint
  const refuse = (name: string, message: string): void => context.addIssue({ code: 'custom', path: [name], message })
  if (endpoint !== undefined && endpoint !== regionendpoint) {
    refuse('endpoint', 'expected the same as regionendpoint, which is its other name')
  }
  if (region === undefined && regionendpoint === undefined) {
    refuse('region', 'expected a region, such as eu-central-1')
  }
  if (given.accesskey !== undefined && given.secretkey === undefined) {
    refuse('secretkey', 'expected a secret key beside accesskey')
  }
  if (given.accesskey === undefined && given.secretkey !== undefined) {
    refuse('accesskey', 'expected an access key beside secretkey')
  }
  if (given.accesskey === undefined && given.sessiontoken !== undefined) {
    refuse('sessiontoken', 'expected nothing without accesskey and secretkey, whose token it is')
  }
  if (given.accelerate && regionendpoint !== undefined) {
    refuse('regionendpoint', 'expected no host of your own together with accelerate, which has one')
  }
  const isOff = loglevel === undefined || loglevel === null || /^(?:off|false)?$/i.test(String(loglevel))
  return { ...rest, regionendpoint, region: region ?? 'us-east-1', ignored: isOff ? [] : ['loglevel'] }
})

function choice(values: readonly string[], normalize: (text: string) => string): ZodType<string> {
  const expected = `expected one of ${values.join(', ')}`
  return z
    .string(expected)
    .transform(normalize)
    .refine((value) => values.includes(value), expected)
}
