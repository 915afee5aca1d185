/** What a service allows. Tests scale them down, so that they need no gigabytes. */
export interface Limits {
  /** Of every part but the last, looked at when an upload is completed. */
  readonly minPartSizeBytes: number
  readonly maxPartSizeBytes: number
  /** Part numbers go from 1 to this. */
  readonly maxParts: number
  readonly maxSinglePutSizeBytes: number
  /** Of one copy, and of the copy of one part. */
  readonly maxSingleCopySizeBytes: number
  /** The most that one page of a listing has. */
  readonly pageSize: number
}
