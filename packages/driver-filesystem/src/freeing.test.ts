import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isQuickToFree, quicklyFreedBytes } from './freeing.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driver-filesystem-'))
  await mkdir(join(folder, 'below'))
})

afterEach(() => rm(folder, { recursive: true }))

test('a small file, a few of them, and nothing at all are deleted at once', async () => {
  await writeFile(join(folder, 'below/small'), 'x')
  expect([folder, join(folder, 'below/small'), join(folder, 'missing')].map(isQuickToFree)).toEqual([true, true, true])
})

test('a large file is not, wherever it is', async () => {
  await writeFile(join(folder, 'below/large'), Buffer.alloc(quicklyFreedBytes + 1))
  expect([folder, join(folder, 'below/large')].map(isQuickToFree)).toEqual([false, false])
})

test('many files are not', async () => {
  await Promise.all(Array.from({ length: 100 }, (_, index) => writeFile(join(folder, `below/${index}`), '')))
  expect(isQuickToFree(folder)).toBe(false)
})

test('a link is not followed', async () => {
  await symlink(folder, join(folder, 'below/up'))
  expect(isQuickToFree(folder)).toBe(true)
})
