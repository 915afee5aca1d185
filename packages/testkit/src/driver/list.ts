import { type StorageDriver, comparePaths } from '@moorage/driver-core'
import { expect } from 'vitest'
import type { DriverCase } from './driver-case.ts'
import { drain, expectError, pathsOf, text } from './expectations.ts'
import { putSiblings, siblingChildren, siblingTree } from './siblings.ts'

export const listCases: readonly DriverCase[] = [
  {
    title: 'listing a missing directory is PATH_NOT_FOUND, and names it',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/ab`, text('x'))
      for (const path of [`${folder}/missing`, `${folder}/missing/below`, `${folder}/a`]) {
        await expectError(driver, drain(driver.list(path)), 'PATH_NOT_FOUND')
        await expect(drain(driver.list(path))).rejects.toMatchObject({ path })
      }
    },
  },
  {
    title: 'a file is no directory: listing it is PATH_NOT_FOUND',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('x'))
      await expectError(driver, drain(driver.list(`${folder}/file`)), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'a listing holds the direct children only, in the order of their names',
    async run({ driver, folder }) {
      const names = Array.from({ length: 50 }, (_, index) => `${folder}/${String((index * 37) % 50).padStart(2, '0')}`)
      await Promise.all(names.map((name, index) => driver.putContent(index % 2 ? `${name}/deep/er` : name, text('x'))))
      expect(await pathsOf(driver.list(folder))).toEqual(names.toSorted())
      expect(await pathsOf(driver.list('/'))).toEqual([folder])
      expect(await pathsOf(driver.list(names[1] ?? folder))).toEqual([`${names[1]}/deep`])
    },
  },
  {
    title: 'an entry says what it is, and a file its size and when it changed',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/directory/file`, text('12345'))
      await driver.putContent(`${folder}/file`, text('123'))
      await driver.putContent(`${folder}/nothing`, text(''))
      const entries = await Array.fromAsync(driver.list(folder))
      expect(entries).toEqual([
        { kind: 'directory', path: `${folder}/directory` },
        { kind: 'file', path: `${folder}/file`, size: 3, modifiedAt: expect.any(Date) },
        { kind: 'file', path: `${folder}/nothing`, size: 0, modifiedAt: expect.any(Date) },
      ])
    },
  },
  {
    title: 'names that begin alike are told apart: a, a-b, a.b, ab and what is in a',
    async run({ driver, folder }) {
      await putSiblings(driver, folder)
      expect(await pathsOf(driver.list(folder))).toEqual(below(folder, siblingChildren))
      expect(await pathsOf(driver.list(`${folder}/a`))).toEqual(below(folder, ['a/a', 'a/b', 'a/b-c', 'a/b.c']))
      expect(await pathsOf(driver.list(`${folder}/a/b`))).toEqual(below(folder, ['a/b/c']))
    },
  },
  {
    title: 'startAfter leaves out what does not come after it, whether it exists or not',
    async run({ driver, folder }) {
      await putSiblings(driver, folder)
      const children = below(folder, siblingChildren)
      const places = [...siblingTree, '-', '0', 'a/0', 'a/zz', 'a-', 'a-a', 'a0', 'zz', 'ab/x', 'b/0/00']
      for (const startAfter of [...below(folder, places), folder, '/', '/a', '/zz']) {
        const expected = children.filter((child) => comparePaths(child, startAfter) > 0)
        expect(await pathsOf(driver.list(folder, { startAfter })), startAfter).toEqual(expected)
      }
    },
  },
  {
    title: 'a directory of 10,000 files is listed completely, and from any place on',
    async run({ driver, folder }) {
      const paths = Array.from({ length: 10_000 }, (_, index) => `${folder}/${String(index).padStart(5, '0')}`)
      await putAll(driver, paths)
      expect(await pathsOf(driver.list(folder))).toEqual(paths)
      expect(await pathsOf(driver.list(folder, { startAfter: `${folder}/04999` }))).toEqual(paths.slice(5000))
      let seen = 0
      for await (const entry of driver.list(folder)) {
        expect(entry.path).toBe(paths[seen])
        seen += 1
        if (seen === 3) break
      }
      expect(seen).toBe(3)
    },
  },
]

function below(folder: string, names: readonly string[]): string[] {
  return names.map((name) => `${folder}/${name}`)
}

async function putAll(driver: StorageDriver, paths: readonly string[]): Promise<void> {
  const waiting = paths.values()
  const put = async (): Promise<void> => {
    for (const path of waiting) await driver.putContent(path, text('x'), { durable: false })
  }
  await Promise.all(Array.from({ length: 50 }, put))
}
