/** What a host name of COS means. */
export type CosHost =
  | { readonly kind: 'bucket'; readonly bucketName: string; readonly region: string | undefined }
  /** No bucket in the host: the list of buckets, or path style, which COS refuses. */
  | { readonly kind: 'service'; readonly region: string | undefined }

const hostForms: readonly RegExp[] = [
  /^(?:(?<bucket>[^.]+)\.)?cos\.(?<region>[a-z0-9-]+)\.(?:myqcloud\.com|tencentcos\.cn)$/,
  /^(?:(?<bucket>[^.]+)\.)?cos-internal\.(?<region>[a-z0-9-]+)\.tencentcos\.cn$/,
  // Regions of the first years have no `cos.` in their hosts.
  /^(?<bucket>[^.]+)\.(?<region>cn-south|cn-south-2|cn-north|cn-east|cn-southwest|sg)\.myqcloud\.com$/,
]

/** Undefined for a host that is none of COS's own. */
export function readCosHost(host: string): CosHost | undefined {
  const name = host.replace(/:\d+$/, '')
  for (const form of hostForms) {
    const { bucket, region } = form.exec(name)?.groups ?? {}
    if (region === undefined) continue
    // The accelerated host is the same in all regions.
    const regionName = region === 'accelerate' ? undefined : region
    if (bucket === undefined) return { kind: 'service', region: regionName }
    return { kind: 'bucket', bucketName: bucket, region: regionName }
  }
  return undefined
}
