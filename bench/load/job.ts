import type { OperationName } from './operations/index.ts'

/** What the load process can be asked to do; `operation` names a function in `operations`. */
export interface Job {
  readonly operation: OperationName
  readonly port: number
  readonly connections: number
  /** Clients begin nothing new after this time; absent: each client does one operation. */
  readonly seconds?: number
  readonly parameters: JobParameters
}

export interface JobParameters {
  readonly method?: 'GET' | 'HEAD'
  readonly path?: string
  readonly repository?: string
  readonly bytes?: number
  /** How many items a list must have. */
  readonly items?: number
  readonly way?: 'put' | 'patch' | 'chunks'
  readonly accept?: string
}

export interface JobResult {
  /** How many operations succeeded. */
  readonly count: number
  readonly receivedBytes: number
  readonly seconds: number
  /** Of every operation. */
  readonly milliseconds: readonly number[]
  readonly cpuSeconds: number
  /** Answers that were not the expected one; a few of them, as text. */
  readonly failures: readonly string[]
}
