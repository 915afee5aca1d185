import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import type { CatalogPlace, Order, Report } from './messages.ts'

// Its sources, or what was built of them, as this file.
const program = new URL(`./catalog-process${extname(import.meta.url)}`, import.meta.url)

/** The parent's end of a process with a catalog. */
export class CatalogProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  readonly #reports: Report[] = []
  #wake: () => void = () => undefined
  #hasEnded = false

  private constructor(place: CatalogPlace) {
    this.#child = fork(program, [JSON.stringify(place)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.#child.on('message', (report: Report) => {
      this.#reports.push(report)
      this.#wake()
    })
    // Reports that are in the pipe still arrive after the end of the process, but before that of the pipe.
    this.#ended = Promise.all([once(this.#child, 'exit'), once(this.#child, 'disconnect')]).finally(() => {
      this.#hasEnded = true
      this.#wake()
    })
  }

  static async start(place: CatalogPlace): Promise<CatalogProcess> {
    const started = new CatalogProcess(place)
    const first = await started.next()
    if (first?.kind !== 'ready') throw new Error('the process with a catalog did not start')
    return started
  }

  order(order: Order): void {
    this.#child.send(order)
  }

  /** What the process says next; undefined when it has ended and said all. */
  async next(): Promise<Report | undefined> {
    for (;;) {
      const report = this.#reports.shift()
      if (report?.kind === 'failed') throw new Error(`in another process: ${report.reason}`)
      if (report !== undefined || this.#hasEnded) return report
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }

  /** Gives an order, and waits until it is done. */
  async obey(order: Order): Promise<void> {
    this.order(order)
    for (let report = await this.next(); report?.kind !== 'done'; report = await this.next()) {
      if (report === undefined) throw new Error('the process ended before it was done')
    }
  }

  /** SIGKILL: the process has no time for anything. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#ended
  }
}
