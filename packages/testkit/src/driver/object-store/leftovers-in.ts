/** What is used of a bucket of `@moorage/object-store-emulator`. */
export interface EmulatedBucket {
  objects(): readonly { readonly key: string }[]
  uploads(): readonly { readonly key: string; readonly uploadId: string }[]
}

/** Names of everything that a bucket holds, unfinished uploads too: `leftovers` of `describeDriver`. */
export async function leftoversIn(bucket: EmulatedBucket): Promise<readonly string[]> {
  return [
    ...bucket.objects().map(({ key }) => key),
    ...bucket.uploads().map(({ key, uploadId }) => `${key} (upload ${uploadId})`),
  ]
}
