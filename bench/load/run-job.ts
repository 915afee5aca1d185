import { Connection } from './connection.ts'
import type { Job, JobResult } from './job.ts'
import { operations } from './operations/index.ts'
import type { Operation } from './operations/operation.ts'

const shownFailures = 3

/** Runs a job's clients side by side until all are done. */
export async function runJob(job: Job): Promise<JobResult> {
  const operation: Operation = operations[job.operation](job.parameters, job.connections)
  const milliseconds: number[] = []
  const failures: string[] = []
  let receivedBytes = 0
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const deadline = startedAt + (job.seconds ?? 0) * 1000

  const runClient = async (client: number): Promise<void> => {
    const connection = new Connection(job.port)
    try {
      do {
        const begunAt = performance.now()
        // Not `+=` with the await in it: that would take the sum from before, and lose what others added meanwhile.
        const answer = await operation(connection, client)
        receivedBytes += answer.receivedBytes
        milliseconds.push(performance.now() - begunAt)
      } while (performance.now() < deadline)
    } catch (error) {
      if (failures.length < shownFailures) failures.push(error instanceof Error ? error.message : String(error))
    } finally {
      connection.close()
    }
  }

  await Promise.all(Array.from({ length: job.connections }, (_, client) => runClient(client)))
  const seconds = (performance.now() - startedAt) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  const cpuSeconds = (cpu.user + cpu.system) / 1e6
  return { count: milliseconds.length, receivedBytes, seconds, milliseconds, cpuSeconds, failures }
}
