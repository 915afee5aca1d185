import type { S3Client } from '@aws-sdk/client-s3'
import { type Host, hostWithPort, parseHost } from '@moorage/driver-core/object-store'
import type { S3Options } from './options.ts'

/** Where a bucket is. */
export interface BucketPlace {
  readonly origin: URL
  /** What stands before the path of each object: the bucket, or nothing where the host names it. */
  readonly basePath: string
}

export interface S3Endpoint extends BucketPlace {
  /** Where clients are sent to. */
  readonly redirect: BucketPlace
}

/** Finds out where a bucket is, by the rules of Amazon's client. */
export function s3Endpoint({ config }: S3Client, options: S3Options): S3Endpoint {
  const { bucket, region, secure, forcepathstyle, regionendpoint, redirectendpoint } = options
  const place = (endpoint: string | undefined): BucketPlace => {
    const host = endpoint === undefined ? undefined : parseHost(endpoint)
    const protocol = host?.protocol ?? (secure ? 'https:' : 'http:')
    if (host !== undefined && !forcepathstyle && namesBucket(host, bucket)) {
      return { origin: new URL(`${protocol}//${hostWithPort(host)}`), basePath: '' }
    }
    const { url } = config.endpointProvider({
      Bucket: bucket,
      Region: region,
      UseFIPS: options.usefipsendpoint,
      UseDualStack: options.usedualstack,
      Accelerate: options.accelerate,
      ForcePathStyle: forcepathstyle,
      ...(host === undefined ? {} : { Endpoint: `${protocol}//${hostWithPort(host)}` }),
    })
    return { origin: new URL(`${protocol}//${url.host}`), basePath: url.pathname.replace(/\/$/, '') }
  }
  const own = place(regionendpoint)
  return { ...own, redirect: redirectendpoint === undefined ? own : place(redirectendpoint) }
}

/** A host that is named with the bucket, or a bucket that is named like its host. */
function namesBucket({ hostname }: Host, bucket: string): boolean {
  return hostname === bucket || hostname.startsWith(`${bucket}.`)
}
