import type { Connection } from '../connection.ts'
import type { JobParameters } from '../job.ts'

/** One unit of a job on one connection; it throws when an answer is not the expected one. */
export type Operation = (connection: Connection, client: number) => Promise<{ receivedBytes: number }>

/** Prepares what must not be measured. */
export type OperationFactory = (parameters: JobParameters, connections: number) => Operation

export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The job has no ${name}`)
  return value
}
