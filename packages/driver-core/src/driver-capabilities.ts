/**
 * What a store can do, as data: the registry chooses its ways by it, and the conformance suite its cases.
 * A driver names the vendor's document beside each limit.
 */
export interface DriverCapabilities {
  /** Whether `redirectUrl` answers URLs at which clients fetch bytes without the registry. */
  readonly redirect: boolean
  /** How `move` works: in one step that cannot be seen half done, by a rename of the store, or as a copy and a delete. */
  readonly move: 'atomic' | 'rename' | 'copy-then-delete'
  /**
   * What a writer opened with `append` may continue:
   * - `any-offset`: unfinished bytes of an earlier writer, and committed files too;
   * - `resume-upload`: unfinished bytes, and committed files only while they are empty;
   * - `none`: nothing.
   */
  readonly append: 'any-offset' | 'resume-upload' | 'none'
  /** Whether a listing shows a finished change at once. */
  readonly listing: 'strong' | 'eventual'
  /** Whether a writer's `close` keeps a note in the same step as the bytes. Default: false. */
  readonly notes?: boolean
  /** Bytes; least size of every part of a multipart upload but the last. */
  readonly minPartSizeBytes?: number
  /** Bytes; largest size of one part. */
  readonly maxPartSizeBytes?: number
  /** Largest number of parts of one upload. */
  readonly maxParts?: number
  /** Bytes; above it a copy is made by parts. */
  readonly maxSingleCopySizeBytes?: number
  /** Bytes; largest file. */
  readonly maxObjectSizeBytes?: number
}
