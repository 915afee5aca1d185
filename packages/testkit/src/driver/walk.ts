import { baseName, comparePaths, isWithin } from '@moorage/driver-core'
import { expect } from 'vitest'
import type { DriverCase } from './driver-case.ts'
import { drain, expectError, pathsOf, text } from './expectations.ts'
import { putSiblings, siblingTree } from './siblings.ts'

export const walkCases: readonly DriverCase[] = [
  {
    title: 'a walk gives everything below, a directory before what it holds, in component order',
    async run({ driver, folder }) {
      await putSiblings(driver, folder)
      expect(await pathsOf(driver.walk(folder))).toEqual(below(folder, siblingTree))
      expect(await pathsOf(driver.walk('/'))).toEqual([folder, ...below(folder, siblingTree)])
      expect(await pathsOf(driver.walk(`${folder}/a`))).toEqual(
        below(folder, ['a/a', 'a/b', 'a/b/c', 'a/b-c', 'a/b.c']),
      )
    },
  },
  {
    title: 'an entry of a walk says what it is, and a file its size',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/directory/file`, text('12345'))
      expect(await Array.fromAsync(driver.walk(folder))).toEqual([
        { kind: 'directory', path: `${folder}/directory` },
        { kind: 'file', path: `${folder}/directory/file`, size: 5, modifiedAt: expect.any(Date) },
      ])
    },
  },
  {
    title: 'walking a missing directory, or a file, is PATH_NOT_FOUND',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/ab`, text('x'))
      const startAfter = `${folder}/missing/x`
      await expectError(driver, drain(driver.walk(`${folder}/missing`)), 'PATH_NOT_FOUND')
      await expectError(driver, drain(driver.walk(`${folder}/missing`, { startAfter })), 'PATH_NOT_FOUND')
      await expectError(driver, drain(driver.walk(`${folder}/a`)), 'PATH_NOT_FOUND')
      await expectError(driver, drain(driver.walk(`${folder}/ab`)), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'a walk does not enter directories that descend refuses, though it gives them',
    async run({ driver, folder }) {
      await putSiblings(driver, folder)
      const refused = [`${folder}/a/b`, `${folder}/b`]
      const asked: string[] = []
      const descend = (directory: string): boolean => {
        asked.push(directory)
        return !refused.includes(directory)
      }
      const expected = below(folder, siblingTree).filter(
        (path) => !refused.some((directory) => path !== directory && isWithin(path, directory)),
      )
      expect(await pathsOf(driver.walk(folder, { descend }))).toEqual(expected)
      expect(asked).toEqual(below(folder, ['a', 'a/b', 'a-b', 'b']))
    },
  },
  {
    title: 'a walk goes on after any place, whether it exists or not',
    async run({ driver, folder }) {
      await putSiblings(driver, folder)
      const all = below(folder, siblingTree)
      const places = [
        ...siblingTree,
        '-',
        '0',
        'a/0',
        'a/b/0',
        'a/b/z',
        'a/zz',
        'a-',
        'a-a',
        'a0',
        'zz',
        'ab/x',
        'b/0/00',
      ]
      for (const startAfter of [...below(folder, places), folder, '/', '/a', '/zz']) {
        const expected = all.filter((path) => comparePaths(path, startAfter) > 0)
        expect(await pathsOf(driver.walk(folder, { startAfter })), startAfter).toEqual(expected)
      }
    },
  },
  {
    title: 'startAfter and descend go together: a refused directory on the way stays closed',
    async run({ driver, folder }) {
      await putSiblings(driver, folder)
      const descend = (directory: string): boolean => baseName(directory) !== 'b'
      const startAfter = `${folder}/a/b/0`
      expect(await pathsOf(driver.walk(folder, { startAfter, descend }))).toEqual(
        below(folder, ['a/b-c', 'a/b.c', 'a-b', 'a-b/a', 'a.b', 'ab', 'ab-', 'b']),
      )
    },
  },
  {
    title: 'what a walk gives may be deleted while it goes on',
    async run({ driver, folder }) {
      await putSiblings(driver, folder)
      await driver.putContent(`${folder}/zz`, text('x'))
      const files: string[] = []
      for await (const entry of driver.walk(folder)) {
        if (entry.kind === 'directory') continue
        files.push(entry.path)
        await driver.delete(entry.path)
      }
      expect(files).toContain(`${folder}/zz`)
      for (const path of files) await expectError(driver, driver.stat(path), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'a walk may be left early',
    async run({ driver, folder }) {
      await putSiblings(driver, folder)
      const seen: string[] = []
      for await (const entry of driver.walk(folder)) {
        seen.push(entry.path)
        if (seen.length === 4) break
      }
      expect(seen).toEqual(below(folder, siblingTree.slice(0, 4)))
    },
  },
]

function below(folder: string, names: readonly string[]): string[] {
  return names.map((name) => `${folder}/${name}`)
}
