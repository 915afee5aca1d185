import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryNames } from './directory-names.ts'
import { Root } from './root.ts'

let folder: string
let names: DirectoryNames

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'directory-names-'))
  names = new DirectoryNames(await Root.open(folder))
  await mkdir(join(folder, 'large'))
  for (let index = 0; index < 100; index += 1) await writeFile(join(folder, 'large', `file-${index}`), '')
})
afterEach(() => rm(folder, { recursive: true }))

/** Makes the folder look as if nobody had changed it for a while. */
const settle = (seconds: number): Promise<void> => utimes(join(folder, 'large'), seconds, seconds)

describe('the names in a large directory', () => {
  test('are in the order of their bytes, without those that no path can have', async () => {
    await writeFile(join(folder, 'large', 'not~legal'), '')
    await mkdir(join(folder, 'large', 'Directory'))
    const read = await names.read('/large')
    expect(read.length).toBe(101)
    expect(read[0]).toEqual({ name: 'Directory', kind: 'directory' })
    expect(read.map(({ name }) => name)).toEqual(read.map(({ name }) => name).toSorted())
  })

  test('are remembered from the second reading on, until the directory changes', async () => {
    await settle(1_000_000_000)
    await names.read('/large')
    const first = await names.read('/large')
    expect(await names.read('/large')).toBe(first)
    await writeFile(join(folder, 'large', 'another'), '')
    expect((await names.read('/large')).length).toBe(101)
    await rm(join(folder, 'large', 'another'))
    expect((await names.read('/large')).length).toBe(100)
  })

  test('are read anew while the directory may change within a tick of the clock', async () => {
    await settle(Date.now() / 1000)
    await names.read('/large')
    expect(await names.read('/large')).not.toBe(await names.read('/large'))
  })

  test('of one that is gone are gone', async () => {
    await settle(1_000_000_000)
    await names.read('/large')
    await names.read('/large')
    await rm(join(folder, 'large'), { recursive: true })
    await expect(names.read('/large')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
