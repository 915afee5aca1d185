import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface RunningProgram extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** All that it printed so far. */
  output(): string
  /** Resolves with the exit code, or the signal, when it has ended. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/** The program in a process of its own, on a free port. */
export async function startProgram(...words: readonly string[]): Promise<RunningProgram> {
  const main = join(import.meta.dirname, '..', 'main.ts')
  const child = spawn(process.execPath, [main, '--port', '0', ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  while (!output.includes('ready at')) await once(child.stdout, 'data')
  const url = /http:\/\/\S+:\d+/.exec(output)?.[0] ?? ''
  return {
    url,
    port: Number(new URL(url).port),
    output: () => output,
    end: (signal) => end(child, signal),
    [Symbol.asyncDispose]: async () => void (await end(child, 'SIGKILL')),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'close')
    child.kill(signal)
    await ended
  }
  return child.exitCode ?? child.signalCode
}
