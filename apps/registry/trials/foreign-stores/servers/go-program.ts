import { existsSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findProgram } from '../../../clients/support/find-program.ts'
import { cacheFolder } from './cache-folder.ts'
import { runFor } from './run-for.ts'

const mostMinutes = 5

export interface GoProgram {
  readonly name: string
  readonly module: string
  readonly version: string
  /** Folder of the main package in the module; empty for its root. */
  readonly package: string
}

export const fileOf = async ({ name, version }: GoProgram): Promise<string> =>
  join(await cacheFolder(`${name}-${version}`), name)

/** Builds a public Go program once, in a folder of the user's. Resolves with why that is not possible. */
export async function prepareGoProgram(program: GoProgram): Promise<string | undefined> {
  const { name, module, version } = program
  const file = await fileOf(program)
  if (existsSync(file)) return undefined
  const go = (await findProgram('go')) ?? (existsSync('/usr/local/go/bin/go') ? '/usr/local/go/bin/go' : undefined)
  if (go === undefined) return `${name} is not built, and Go is not installed`
  const folder = await cacheFolder(`${name}-${version}`)
  await writeFile(join(folder, 'go.mod'), `module tests\n\ngo 1.24\n\nrequire ${module} ${version}\n`)
  const place = program.package === '' ? module : `${module}/${program.package}`
  const failure = await runFor(mostMinutes, go, ['build', '-mod=mod', '-o', `${file}.new`, place], folder)
  if (failure !== undefined) return `building ${module} ${failure}`
  // Another run may have been as far at the same time.
  await rename(`${file}.new`, file)
  return undefined
}
