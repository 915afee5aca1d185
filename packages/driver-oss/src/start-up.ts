import {
  checkBucket as check,
  checkStartUp,
  clockRefused,
  type Explanation,
  type RestClient,
  type StoreFault,
} from '@moorage/driver-core/object-store'
import { driverName } from './driver-name.ts'
import { isPublicHost, ossEndpoint } from './endpoint.ts'
import type { OssOptions } from './options.ts'

/**
 * Whether the registry can work with this bucket: a list of one key, which needs no rights beyond those of serving. At a public host of OSS,
 * also the head of an object, which there may be or not: newer accounts may list there, but move no data.
 * @throws DriverError that says which parameter is wrong, and what to do about it
 */
export function checkBucket(
  client: RestClient,
  options: OssOptions,
  warn: ((message: string) => void) | undefined,
): Promise<void> {
  const { origin, connectTo } = ossEndpoint(options)
  return check({
    store: 'OSS',
    driver: driverName,
    clock: client.clock,
    origin,
    connectTo,
    placeParameter: options.endpoint === undefined ? 'region' : 'endpoint',
    ask: async () => {
      await checkStartUp(client, options.rootdirectory)
      if (isPublicHost(origin)) await client.head('moorage')
    },
    explain: (fault) => explain(fault, options, client.clock.now()),
    warn,
  })
}

function explain(fault: StoreFault, options: OssOptions, now: Date): Explanation | undefined {
  if (/must be addressed using the specified endpoint/i.test(fault.message)) return elsewhere(fault, options)
  if (/signing region/i.test(fault.message)) {
    const message = `the region ${options.region} is not that of the endpoint; check the parameters region and endpoint`
    return { code: 'CONFIG_INVALID', message }
  }
  return answers(fault, options, now)[fault.code ?? '']
}

function elsewhere({ endpoint }: StoreFault, { bucket, region }: OssOptions): Explanation {
  const right = /^(oss-.*?)(?:-internal)?\.aliyuncs\.com$/.exec(endpoint ?? '')?.[1]
  const place = right === undefined ? 'another region' : `the region ${right}`
  const message = `the bucket ${bucket} is in ${place}, not in ${region}; correct the parameters region and endpoint`
  return { code: 'CONFIG_INVALID', message }
}

/** By OSS's error code. */
function answers(fault: StoreFault, options: OssOptions, now: Date): Readonly<Record<string, Explanation>> {
  const { bucket, region, credentialfile } = options
  const isTemporary = options.ststoken !== undefined || credentialfile !== undefined
  const [id, secret, token] =
    credentialfile === undefined
      ? ['parameter accesskeyid', 'parameter accesskeysecret', 'parameter ststoken']
      : Array.from({ length: 3 }, () => `file ${credentialfile}`)
  return {
    NoSuchBucket: {
      code: 'CONFIG_INVALID',
      message: `there is no bucket ${bucket}; create it in the region ${region}, or correct the parameters bucket and region`,
    },
    InvalidAccessKeyId: {
      code: 'CONFIG_INVALID',
      message: isTemporary
        ? `OSS does not know the key of the ${id}`
        : `OSS does not know the key of the ${id}; temporary keys need the parameter ststoken as well`,
    },
    SignatureDoesNotMatch: {
      code: 'CONFIG_INVALID',
      message: `the ${secret} has not the secret that belongs to the key`,
    },
    InvalidSecurityToken: { code: 'CONFIG_INVALID', message: `the token of the ${token} is not that of the key` },
    SecurityTokenExpired: { code: 'CONFIG_INVALID', message: `the temporary credentials of the ${token} have expired` },
    AccessDenied: {
      code: 'ACCESS_DENIED',
      message: `the key of the ${id} may not use the bucket ${bucket}; grant its user oss:ListObjects and the other actions that the documentation names`,
    },
    RequestTimeTooSkewed: clockRefused(fault, 'OSS', now),
    SignatureVersionNotSupported: {
      code: 'CONFIG_INVALID',
      message: 'OSS does not take signatures of version 1 from this account; take away the parameter signatureversion',
    },
    PublicEndpointForbidden: {
      code: 'CONFIG_INVALID',
      message: `OSS does not serve the data of ${bucket} at its public hosts, as of all accounts since March 2025; set internal on Aliyun's network, or endpoint to a domain of the bucket`,
    },
  }
}
