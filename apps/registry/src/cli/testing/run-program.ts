import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('../../../dist/main.js', import.meta.url))

export interface Program {
  readonly process: ChildProcess
  /** What it has written so far. */
  readonly output: { stdout: string; stderr: string }
  /** Exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | string>
  /** Waits until standard output matches. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'moorage-program-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** Starts the built program in a folder of its own, with these variables and no others that begin with REGISTRY_. */
export async function startProgram(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('REGISTRY_')))
  const child = spawn(process.execPath, [main, ...words], {
    cwd: await temporaryFolder(),
    env: { ...clean, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const ended = once(child, 'close').then(([code, signal]: (number | string)[]) => code ?? signal ?? '')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { process: child, output, ended, waitFor: (pattern) => waitFor(child, output, pattern) }
}

/** Runs the built program to its end. */
export async function runProgram(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number | string; stdout: string; stderr: string }> {
  const { ended, output } = await startProgram(words, environment)
  const exitCode = await ended
  return { exitCode, ...output }
}

async function waitFor(
  child: ChildProcess,
  output: { readonly stdout: string; readonly stderr: string },
  pattern: RegExp,
): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(output.stdout)
    if (match !== null) return match
    if (child.exitCode !== null) throw new Error(`the program ended: ${output.stderr}`)
    await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'close')])
  }
}
