import type { Durability, StoragePath } from '@moorage/driver-core'

/** What becomes of the bytes of a writer; where they lie meanwhile is the business of each kind. */
export interface WriterEnd {
  /** Makes the file visible and durable. */
  commit(descriptor: number, durable: Durability, destination: StoragePath): Promise<void>
  /** Drops the bytes. */
  cancel(descriptor: number): Promise<void>
  /** Keeps the bytes for a later writer, or drops them where nobody could find them. */
  close(descriptor: number): Promise<void>
  /** Leaves the bytes, as they are, to a later writer of this process. */
  leave(): Promise<void>
}

/** A file that was opened for writing, and what is to become of it. */
export interface WriterStart {
  readonly descriptor: number
  /** Where it lies while the writer is open. */
  readonly file: string
  /** Names its bytes. */
  readonly version: string
  /** Bytes it holds already. */
  readonly size: number
  readonly end: WriterEnd
}
