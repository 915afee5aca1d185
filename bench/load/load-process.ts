import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { rememberChild } from '../support/cleanup.ts'
import type { Job, JobResult } from './job.ts'

/** Beside the time that large blobs take at the slowest rate worth waiting for. */
const jobTimeoutMs = 60_000
const slowestBytesPerMs = 10_000

/** Our own load generator in a process of its own, which lives as long as the run and so is warm. */
export class LoadProcess {
  readonly #child: ChildProcess

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'worker.ts'), { execArgv: [] })
    rememberChild(this.#child)
  }

  run(job: Job): Promise<JobResult> {
    return new Promise((resolve, reject) => {
      const child = this.#child
      const finish = (act: () => void): void => {
        clearTimeout(timer)
        child.off('message', onMessage)
        child.off('exit', onExit)
        act()
      }
      const onMessage = (message: unknown): void => finish(() => resolve(message as JobResult))
      const onExit = (): void => finish(() => reject(new Error('The load process ended')))
      const timeoutMs = jobTimeoutMs + (job.parameters.bytes ?? 0) / slowestBytesPerMs
      const onTimeout = (): void => finish(() => reject(new Error(`No result after ${timeoutMs / 1000} s`)))
      const timer = setTimeout(onTimeout, timeoutMs)
      child.on('message', onMessage)
      child.on('exit', onExit)
      child.send(job)
    })
  }

  stop(): void {
    this.#child.disconnect()
  }
}
