import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isQuickToUnlink, quicklyFreedBytes, removeIfQuick } from './freeing.ts'

let folder: string
let directory: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driver-filesystem-'))
  directory = join(folder, 'directory')
  await mkdir(join(directory, 'below'), { recursive: true })
})

afterEach(() => rm(folder, { recursive: true }))

test('a directory of a few small files is deleted at once', async () => {
  await writeFile(join(directory, 'below/small'), 'x')
  await writeFile(join(directory, 'small'), 'x')
  expect(removeIfQuick(directory)).toBe(true)
  expect(existsSync(directory)).toBe(false)
})

test('one with a large file is left as it is, wherever that is', async () => {
  await writeFile(join(directory, 'below/large'), Buffer.alloc(quicklyFreedBytes + 1))
  await writeFile(join(directory, 'small'), 'x')
  expect(removeIfQuick(directory)).toBe(false)
  expect(existsSync(join(directory, 'small'))).toBe(true)
})

test('one with many files is left as it is', async () => {
  await Promise.all(Array.from({ length: 100 }, (_, index) => writeFile(join(directory, `below/${index}`), '')))
  expect(removeIfQuick(directory)).toBe(false)
  expect(existsSync(join(directory, 'below/99'))).toBe(true)
})

test('a link is deleted, and not followed', async () => {
  await mkdir(join(folder, 'elsewhere'))
  await symlink(join(folder, 'elsewhere'), join(directory, 'link'))
  expect(removeIfQuick(directory)).toBe(true)
  expect(existsSync(join(folder, 'elsewhere'))).toBe(true)
})

test('what is not there is left to somebody who can wait', () => {
  expect(removeIfQuick(join(folder, 'missing'))).toBe(false)
})

test('small files, and what cannot be deleted as a file, are quick to unlink', async () => {
  await writeFile(join(folder, 'small'), 'x')
  await writeFile(join(folder, 'large'), Buffer.alloc(quicklyFreedBytes + 1))
  const files = ['small', 'directory', 'missing', 'large'].map((name) => join(folder, name))
  expect(files.map(isQuickToUnlink)).toEqual([true, true, true, false])
})
