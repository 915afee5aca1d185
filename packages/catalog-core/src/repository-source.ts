import type { OperationOptions } from './catalog.ts'

/** Where the truth about repositories is: a registry's storage. */
export interface RepositorySource {
  /** Every repository's name once, in byte order. */
  names(options?: OperationOptions): AsyncIterable<string>
  /** Whether there is such a repository now. */
  has(name: string, options?: OperationOptions): Promise<boolean>
}
