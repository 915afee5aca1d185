import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

/** Files and sockets that a process has open. */
export async function openHandles(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length
}

/** Bytes of memory that a process has in use. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

const deadlineMs = 15_000
const lookEveryMs = 20

/** Looks at a process until it is as expected. @throws Error when it is not within 15 seconds */
export async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + deadlineMs
  while (!(await look())) {
    if (performance.now() > end) throw new Error(`${what}: not within ${deadlineMs} ms`)
    await wait(lookEveryMs)
  }
}

/** Keeps note of the most memory that a process has while something happens. */
export async function peakBytes(pid: number, work: () => Promise<unknown>): Promise<number> {
  let peak = await residentBytes(pid)
  const timer = setInterval(() => {
    residentBytes(pid).then(
      (bytes) => (peak = Math.max(peak, bytes)),
      // It has ended: the test fails by itself.
      () => undefined,
    )
  }, lookEveryMs)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
  return Math.max(peak, await residentBytes(pid))
}
