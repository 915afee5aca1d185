import { booleanOption, integerOption, textOption } from '@moorage/driver-core/kit'
import {
  hostOption,
  optionalText,
  parseHost,
  rootOption,
  textLike,
  userAgentOption,
} from '@moorage/driver-core/object-store'
import { z, type ZodType } from 'zod'

export interface OssOptions {
  /** Of an AccessKey pair; empty with a credential file. */
  readonly accesskeyid: string
  readonly accesskeysecret: string
  /** The token of temporary credentials. */
  readonly ststoken?: string | undefined
  /** A JSON file with a key, which is read again when it changes. */
  readonly credentialfile?: string | undefined
  /** Such as `oss-cn-hangzhou` or `cn-hangzhou`. */
  readonly region: string
  readonly bucket: string
  /** Where OSS is to be reached, when not at its usual host. */
  readonly endpoint?: string | undefined
  /** Uses the host of Aliyun's own network. Default false. */
  readonly internal: boolean
  /** Transfer acceleration, which must be enabled for the bucket. Default false. */
  readonly accelerate: boolean
  /** Where clients are sent to, when not to the host that the registry uses. */
  readonly redirectendpoint?: string | undefined
  /** HTTPS. Default true. */
  readonly secure: boolean
  /** Takes any certificate. Default false. */
  readonly skipverify: boolean
  /** Has OSS encrypt what it stores. Default false. */
  readonly encrypt: boolean
  /** The key of KMS to encrypt with; OSS's own without it. */
  readonly encryptionkeyid?: string | undefined
  /** Default `v4`. */
  readonly signatureversion: 'v1' | 'v4'
  /** Bytes of a part of a multipart upload. Default 10 MiB. */
  readonly chunksize: number
  /** Most requests at the same time. Default 10. */
  readonly maxconcurrency: number
  /** What all keys begin with. Default: nothing. */
  readonly rootdirectory: string
  /** In the place of the registry's own. */
  readonly useragent?: string | undefined
  /** Bytes that uploads may hold in memory. Default: what all drivers of the process share, 256 MiB. */
  readonly maxbufferbytes?: number | undefined
}

const mebibyte = 1024 * 1024

const expectedKey = {
  accesskeyid: 'expected the AccessKey ID',
  accesskeysecret: 'expected the AccessKey secret',
} as const

const parameters = z.strictObject({
  accesskeyid: textOption(expectedKey.accesskeyid).optional(),
  accesskeysecret: textOption(expectedKey.accesskeysecret).optional(),
  ststoken: textOption('expected the token of temporary credentials').optional(),
  credentialfile: textOption('expected the path of a file').optional(),
  region: textLike(/^[a-z0-9][a-z0-9-]*$/, 'expected a region, such as oss-cn-hangzhou'),
  // https://help.aliyun.com/zh/oss/user-guide/bucket-naming-conventions
  bucket: textLike(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'expected the name of a bucket, without its host'),
  endpoint: optionalText(hostOption()),
  internal: booleanOption().default(false),
  accelerate: booleanOption().default(false),
  redirectendpoint: optionalText(hostOption()),
  secure: booleanOption().default(true),
  skipverify: booleanOption().default(false),
  encrypt: booleanOption().default(false),
  encryptionkeyid: optionalText(textLike(/^[\x21-\x7E]+$/, 'expected the id of a key of KMS')),
  signatureversion: z.enum(['v1', 'v4'], 'expected v4 or v1').default('v4'),
  chunksize: integerOption({ min: 5 * mebibyte, max: 1024 * mebibyte }).default(10 * mebibyte),
  maxconcurrency: integerOption({ min: 1, max: 10_000 }).default(10),
  rootdirectory: rootOption().default(''),
  useragent: userAgentOption().optional(),
  maxbufferbytes: integerOption({ min: 16 * mebibyte, max: Number.MAX_SAFE_INTEGER }).optional(),
})

/** The schema of the driver's parameters; numbers and booleans may be given as text. */
export const ossOptions: ZodType<OssOptions> = parameters.transform((given, context): OssOptions => {
  const { accesskeyid = '', accesskeysecret = '', credentialfile } = given
  const refuse = (name: string, message: string): void => context.addIssue({ code: 'custom', path: [name], message })
  for (const name of ['accesskeyid', 'accesskeysecret'] as const) {
    if (credentialfile === undefined && given[name] === undefined) refuse(name, expectedKey[name])
    if (credentialfile !== undefined && given[name] !== undefined) {
      refuse(name, 'expected nothing beside credentialfile, which has a key')
    }
  }
  if (credentialfile !== undefined && given.ststoken !== undefined) {
    refuse('ststoken', 'expected nothing beside credentialfile, which has a token')
  }
  if (given.accelerate && given.endpoint !== undefined && parseHost(given.endpoint)?.isAddress === false) {
    refuse('endpoint', 'expected no host of your own together with accelerate, which has one')
  }
  if (given.accelerate && given.internal) {
    refuse('accelerate', 'expected false together with internal: they are different hosts')
  }
  return { ...given, accesskeyid, accesskeysecret }
})
