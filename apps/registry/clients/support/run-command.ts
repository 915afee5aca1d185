import { execFile } from 'node:child_process'
import { searchPath } from './find-program.ts'

export interface CommandOptions {
  readonly workingFolder?: string
  /** Added to the environment of the tests. */
  readonly environment?: Readonly<Record<string, string>>
}

export interface CommandOutput {
  readonly stdout: string
  readonly stderr: string
}

const maximumOutputBytes = 64 * 1024 * 1024

/** Shorter than a test may take, so that a command that hangs is ended and named before the test gives up. */
const timeoutMs = 100_000

/** Runs a command to its end; its failure is an error with all that the command printed. */
export async function runCommand(
  file: string,
  parameters: readonly string[],
  { workingFolder, environment }: CommandOptions = {},
): Promise<CommandOutput> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      parameters,
      {
        cwd: workingFolder,
        env: { ...process.env, PATH: searchPath, ...environment },
        maxBuffer: maximumOutputBytes,
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
      },
      (error, stdout, stderr) => {
        if (error === null) resolve({ stdout, stderr })
        else reject(new Error(describeFailure([file, ...parameters], error, stdout + stderr), { cause: error }))
      },
    )
    child.stdin?.end()
  })
}

function describeFailure(
  command: readonly string[],
  error: Error & { code?: unknown; killed?: boolean },
  output: string,
): string {
  const ending = error.killed === true ? `was ended after ${timeoutMs} ms` : `ended with ${String(error.code)}`
  return `${command.join(' ')}\n${ending}\n${output.trim()}`
}
