import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { searchPath } from './find-program.ts'

export interface DaemonOptions {
  readonly workingFolder: string
  /** Added to the environment of the tests. */
  readonly environment?: Readonly<Record<string, string>>
  /** What the daemon prints when it is ready. */
  readonly readyPattern: RegExp
}

/** A program that runs until it is told to stop. */
export interface Daemon extends AsyncDisposable {
  /** The match of the pattern that told that it is ready. */
  readonly ready: RegExpExecArray
  /** All that it printed so far on both streams. */
  output(): string
  /** Stops it and returns its exit code; null when it ended by the signal. */
  stop(signal: NodeJS.Signals): Promise<number | null>
}

const stopTimeoutMs = 30_000

/** Starts a program and waits until it says that it is ready. */
export async function startDaemon(
  file: string,
  parameters: readonly string[],
  options: DaemonOptions,
): Promise<Daemon> {
  const child = spawn(file, parameters, {
    cwd: options.workingFolder,
    env: { ...process.env, PATH: searchPath, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = once(child, 'close')
  const ready = new Promise<RegExpExecArray>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const match = options.readyPattern.exec(output)
        if (match !== null) resolve(match)
      })
    }
    ended.then(
      () => reject(new Error(`${file} ended before it was ready:\n${output}`)),
      (error: unknown) => reject(new Error(`${file} could not be started`, { cause: error })),
    )
  })

  async function stop(signal: NodeJS.Signals): Promise<number | null> {
    child.kill(signal)
    const killer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
    await ended
    clearTimeout(killer)
    if (child.signalCode === 'SIGKILL') throw new Error(`${file} did not stop at ${signal}:\n${output}`)
    return child.exitCode
  }

  return {
    ready: await ready,
    output: () => output,
    stop,
    async [Symbol.asyncDispose]() {
      await stop('SIGTERM')
    },
  }
}
