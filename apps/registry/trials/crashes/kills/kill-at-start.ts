import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { main } from '../../support/site.ts'

/** Kills a registry that has not listened for long, or not yet. */
export async function killAtStart(configuration: string, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, [main, 'serve', configuration], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  await sleep(afterMs)
  child.kill('SIGKILL')
  await ended
}
