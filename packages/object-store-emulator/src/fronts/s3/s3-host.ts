/** What a host name of S3 means: https://docs.aws.amazon.com/general/latest/gr/s3.html */
interface S3Host {
  /** Undefined where the path names it. */
  readonly bucketName: string | undefined
  /** Undefined for hosts that are the same everywhere. */
  readonly region: string | undefined
}

const bucket = String.raw`^(?:(?<bucket>.+)\.)?`
const domain = String.raw`\.amazonaws\.com(?:\.cn)?$`

const hostForms: readonly RegExp[] = [
  new RegExp(String.raw`${bucket}s3-accelerate(?:\.dualstack)?${domain}`),
  new RegExp(String.raw`${bucket}s3(?:-fips)?(?:\.dualstack)?\.(?<region>[a-z0-9-]+)${domain}`),
  new RegExp(String.raw`${bucket}s3${domain}`),
]

/** Undefined for a host that is none of S3's own. */
export function readS3Host(host: string): S3Host | undefined {
  const name = host.replace(/:\d+$/, '')
  for (const form of hostForms) {
    const found = form.exec(name)
    if (found !== null) return { bucketName: found.groups?.['bucket'], region: found.groups?.['region'] }
  }
  return undefined
}
