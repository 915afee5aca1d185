import type { CopySettings } from '../changing/copy-object.ts'
import type { ByteBudget } from '../memory/byte-budget.ts'
import type { ObjectStore } from '../object-store.ts'
import type { PartLimits } from './part-sizes.ts'
import type { RememberedUploads } from './remembered-uploads.ts'
import type { UploadStates } from './upload-states.ts'

/** What the writers of one driver share. */
export interface UploadContext {
  readonly store: ObjectStore
  readonly states: UploadStates
  readonly remembered: RememberedUploads
  readonly budget: ByteBudget
  readonly copying: CopySettings
  readonly chunkSizeBytes: number
  /** Bytes that every part but the last must have. */
  readonly minPartSizeBytes: number
  readonly limits: PartLimits
  /** Parts of one writer that are sent at the same time. */
  readonly partsInFlight: number
}
