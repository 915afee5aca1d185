import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { rememberChild } from '../support/cleanup.ts'
import { findProgram } from '../support/find-program.ts'
import { Unavailable } from './registry-kind.ts'

export interface GoProgram {
  readonly name: string
  readonly module: string
  readonly version: string
  /** Folder of the main package in the module. */
  readonly package: string
}

/** Builds a version of a public Go program once, in the user's cache, and returns its path. */
export async function buildGoProgram(program: GoProgram): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const folder = join(cache, 'moorage-bench', `${program.name}-${program.version}`)
  const file = join(folder, program.name)
  if (existsSync(file)) return file

  const go = findProgram('go')
  if (go === undefined) throw new Unavailable('Go is not installed')
  process.stdout.write(`Building ${program.module} ${program.version} ... `)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'go.mod'), `module bench\n\ngo 1.24\n\nrequire ${program.module} ${program.version}\n`)
  const child = spawn(go, ['build', '-mod=mod', '-o', file, `${program.module}/${program.package}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  rememberChild(child)
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [exitCode] = await once(child, 'close')
  process.stdout.write(exitCode === 0 ? 'done\n' : 'FAILED\n')
  if (exitCode !== 0) throw new Unavailable(`go build failed: ${output.trim().split('\n').at(-1) ?? 'no output'}`)
  return file
}
