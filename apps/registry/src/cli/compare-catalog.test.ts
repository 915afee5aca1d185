import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { WriteStream } from 'node:tty'
import { beforeEach, describe, expect, it } from 'vitest'
import { verifyCatalog } from './compare-catalog.ts'
import { runProgram, temporaryFolder } from './testing/run-program.ts'

const digits = 'a'.repeat(64)

let folder: string
let names: string
let file: string

async function addRepository(name: string): Promise<void> {
  const link = join(folder, 'data/docker/registry/v2/repositories', name, '_manifests/revisions/sha256', digits, 'link')
  await mkdir(join(link, '..'), { recursive: true })
  await writeFile(link, `sha256:${digits}`)
}

beforeEach(async () => {
  folder = await temporaryFolder()
  names = join(folder, 'names')
  file = join(folder, 'config.yml')
  const storage = `storage: {filesystem: {rootdirectory: ${folder}/data}}`
  await writeFile(file, `version: 0.1\n${storage}\ncatalog: {file: {path: ${names}}}\n`)
  for (const name of ['app', 'team/app']) await addRepository(name)
})

describe('registry catalog verify', () => {
  it('shows the differences, changes nothing, and exits with 1', async () => {
    await writeFile(names, 'gone\nteam/app\n')
    const { exitCode, stdout } = await runProgram(['catalog', 'verify', file])
    expect(stdout).toBe('+ app\n- gone\n2 repositories: 1 not in the catalog (+), 1 there and not in the storage (-)\n')
    expect(exitCode).toBe(1)
    expect(await readFile(names, 'utf8')).toBe('gone\nteam/app\n')
  })

  it('exits with 0 where there is none', async () => {
    await writeFile(names, 'app\nteam/app\n')
    const { exitCode, stdout } = await runProgram(['catalog', 'verify', file])
    expect(stdout).toBe('2 repositories: 0 not in the catalog (+), 0 there and not in the storage (-)\n')
    expect(exitCode).toBe(0)
  })
})

describe('registry catalog verify on a terminal', () => {
  it('shows the differences when the bar is gone', async () => {
    await writeFile(names, 'gone\nteam/app\n')
    const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, columns: 80 })
    const errorStream = stream as unknown as WriteStream
    const print = (text: string): unknown => stream.write(text)
    await verifyCatalog(file, { environment: {}, print, printError: print, errorStream })
    const clearedLine = '\u001B[2K'
    const [bar, list] = String(stream.read()).split(clearedLine)
    expect(bar).toContain(' repositories')
    expect(list).toMatch(/^\+ app\n- gone\n2 repositories: .*\n$/)
  })
})

describe('registry catalog rebuild', () => {
  it('makes the catalog equal to the storage', async () => {
    await writeFile(names, 'gone\nteam/app\n')
    const { exitCode, stdout, stderr } = await runProgram(['catalog', 'rebuild', file])
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '2 repositories: 1 added, 1 removed\n',
      stderr: '',
    })
    expect(await readFile(names, 'utf8')).toBe('app\nteam/app\n')
  })

  it('takes the catalog from the environment', async () => {
    const index = join(folder, 'index.db')
    const environment = { SEARCH_BACKEND: 'sqlalchemy', SQLALCHEMY_INDEX_DATABASE: `sqlite:///${index}` }
    expect((await runProgram(['catalog', 'rebuild', file], environment)).stdout).toBe(
      '2 repositories: 2 added, 0 removed\n',
    )
    expect((await runProgram(['catalog', 'verify', file], environment)).exitCode).toBe(0)
  })

  it('says what to do where the catalog cannot be opened', async () => {
    const { exitCode, stderr } = await runProgram(['catalog', 'rebuild', file])
    expect(exitCode).toBe(1)
    expect(stderr).toContain(names)
    expect(stderr).toMatch(/^registry: the catalog cannot be opened: file: .*touch/)
  })

  it('says that there is none where there is none', async () => {
    await writeFile(file, 'version: 0.1\nstorage: inmemory\n')
    const { exitCode, stderr } = await runProgram(['catalog', 'rebuild', file])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('catalog names no catalog')
  })
})
