import { expect } from 'vitest'
import type { DriverCase } from './driver-case.ts'
import { expectError, text } from './expectations.ts'

/** Stores keep times by the second at the coarsest, and their clock may be behind by some. */
const toleranceMs = 5 * 60 * 1000

export const statCases: readonly DriverCase[] = [
  {
    title: 'a missing path is PATH_NOT_FOUND, also next to one that begins alike',
    async run({ driver, folder }) {
      await expectError(driver, driver.stat(`${folder}/missing`), 'PATH_NOT_FOUND')
      await driver.putContent(`${folder}/missing-not`, text('x'))
      await driver.putContent(`${folder}/missing.not/below`, text('x'))
      await expectError(driver, driver.stat(`${folder}/missing`), 'PATH_NOT_FOUND')
      await expect(driver.stat(`${folder}/missing`)).rejects.toMatchObject({ path: `${folder}/missing` })
    },
  },
  {
    title: 'a file has its size and the time of its last change',
    async run({ driver, folder }) {
      const before = Date.now() - toleranceMs
      await driver.putContent(`${folder}/file`, text('12345'))
      const entry = await driver.stat(`${folder}/file`)
      expect(entry).toEqual({ kind: 'file', path: `${folder}/file`, size: 5, modifiedAt: expect.any(Date) })
      const modifiedAt = entry.kind === 'file' ? entry.modifiedAt.getTime() : 0
      expect(modifiedAt).toBeGreaterThan(before)
      expect(modifiedAt).toBeLessThan(Date.now() + toleranceMs)
    },
  },
  {
    title: 'the time of a file does not go back when it is replaced',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('old'))
      const old = await driver.stat(`${folder}/file`)
      await driver.putContent(`${folder}/file`, text('newer'))
      const replaced = await driver.stat(`${folder}/file`)
      if (old.kind !== 'file' || replaced.kind !== 'file') expect.fail('a file turned into a directory')
      expect(replaced.size).toBe(5)
      expect(replaced.modifiedAt.getTime()).toBeGreaterThanOrEqual(old.modifiedAt.getTime())
    },
  },
  {
    title: 'what has something below it is a directory',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/a/b/file`, text('x'))
      for (const path of [folder, `${folder}/a`, `${folder}/a/b`]) {
        expect(await driver.stat(path)).toEqual({ kind: 'directory', path })
      }
    },
  },
]
