import { booleanOption, integerOption } from '@moorage/driver-core/kit'
import { z, type ZodType } from 'zod'

export interface FilesystemOptions {
  /** Folder that holds the store; made when it is missing. Default `/var/lib/registry`, as in the Go registry. */
  readonly rootdirectory: string
  /** Most operations at the same time; others wait. Default 100; less than 25 counts as 25, as in the Go registry. */
  readonly maxthreads: number
  /** Whether finished files are flushed to the disk (fsync) before a call resolves. Default true. */
  readonly sync: boolean
  /** Most readers and writers that are open at the same time; others wait a few seconds, then fail with `UNAVAILABLE`. Default 1024. */
  readonly maxopenfiles: number
}

const leastThreads = 25

/** The schema of the driver's parameters; numbers and booleans may be given as text. */
export const filesystemOptions: ZodType<FilesystemOptions> = z.strictObject({
  rootdirectory: z.string('expected a folder').min(1, 'expected a folder').default('/var/lib/registry'),
  maxthreads: integerOption({ min: 0, max: 1_000_000 })
    .default(100)
    .transform((threads) => Math.max(threads, leastThreads)),
  sync: booleanOption().default(true),
  maxopenfiles: integerOption({ min: 1, max: 1_000_000 }).default(1024),
})
