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

/** A program that runs until it is told to stop; disposing of it stops it, unless a test already did. */
export interface Daemon extends AsyncDisposable {
  /** The match of the pattern that told that it is ready. */
  readonly ready: RegExpExecArray
  readonly pid: number
  /** All that it printed so far on both streams. */
  output(): string
  /** Stops it and returns its exit code; null when the signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>
}

const deadlineMs = 60_000

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
  const ended = once(child, 'close')
  let output = ''
  let stopped = false

  /** Ends the program when what it was asked for takes too long: then `ended` settles too. */
  async function withDeadline<Result>(signal: NodeJS.Signals, work: Promise<Result>): Promise<Result> {
    const killer = setTimeout(() => child.kill(signal), deadlineMs)
    try {
      return await work
    } finally {
      clearTimeout(killer)
    }
  }

  const becameReady = new Promise<RegExpExecArray>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const match = options.readyPattern.exec(output)
        if (match !== null) resolve(match)
      })
    }
  })
  const endedEarly = ended.then(() => Promise.reject(new Error(`${file} ended before it was ready:\n${output}`)))
  const ready = await withDeadline('SIGTERM', Promise.race([becameReady, endedEarly]))
  // From here on an end is noticed by `stop`.
  endedEarly.catch((error: unknown) => error)

  async function stop(signal: NodeJS.Signals): Promise<number | null> {
    stopped = true
    if (!child.kill(signal)) throw new Error(`${file} ended before it was stopped:\n${output}`)
    await withDeadline('SIGKILL', ended)
    if (child.signalCode === 'SIGKILL' && signal !== 'SIGKILL')
      throw new Error(`${file} did not stop at ${signal}:\n${output}`)
    return child.exitCode
  }

  return {
    ready,
    pid: child.pid ?? 0,
    output: () => output,
    stop,
    async [Symbol.asyncDispose]() {
      if (!stopped) await stop('SIGTERM')
    },
  }
}
