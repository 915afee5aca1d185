import { execFile } from 'node:child_process'

/** Runs a program that may take minutes. Resolves with why it failed; undefined when it did not. */
export function runFor(
  minutes: number,
  file: string,
  parameters: readonly string[],
  folder: string,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { cwd: folder, timeout: minutes * 60_000, killSignal: 'SIGKILL' } as const
    execFile('nice', ['-n', '10', file, ...parameters], options, (error, stdout, stderr) => {
      if (error === null) resolve(undefined)
      else if (error.killed === true) resolve(`was not done in ${minutes} minutes; the next run goes on where it was`)
      else resolve(`failed: ${`${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? ''}`)
    })
  })
}
