/**
 * The name under which COS knows a bucket, which ends with the number of its account.
 * @returns undefined when neither the name nor `appid` has one
 */
export function fullBucketName(bucket: string, appid: string | undefined): string | undefined {
  if (appid !== undefined) return bucket.endsWith(`-${appid}`) ? bucket : `${bucket}-${appid}`
  return /-\d+$/.test(bucket) ? bucket : undefined
}
