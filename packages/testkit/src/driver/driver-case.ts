import type { DriverCapabilities, StorageDriver, StoragePath } from '@moorage/driver-core'

/** What a case works with. */
export interface CaseTools {
  readonly driver: StorageDriver
  /** A directory of this case alone, which is deleted after it. Nothing is stored there yet. */
  readonly folder: StoragePath
  /** Opens another driver on the same store; the suite closes it. */
  readonly reopen: () => Promise<StorageDriver>
  /** Gives the case up, printing why. */
  readonly skip: (reason: string) => never
}

/** One property that every driver must have. */
export interface DriverCase {
  /** A sentence that says what holds; unique in the suite. */
  readonly title: string
  /** Whether it takes minutes and gigabytes, and so runs only when asked for. Default false. */
  readonly large?: boolean
  /** Whether it needs a second driver on the same store. Default false. */
  readonly reopens?: boolean
  /** Why a store of these capabilities cannot have the property; undefined where it can. Default: every store can. */
  readonly impossible?: (capabilities: DriverCapabilities) => string | undefined
  readonly run: (tools: CaseTools) => Promise<void>
}
