import { expect } from 'vitest'
import type { DriverCase } from './driver-case.ts'
import { drain, expectBytes, expectError, pathsOf, text } from './expectations.ts'
import { putSiblings, siblingTree } from './siblings.ts'

export const deleteCases: readonly DriverCase[] = [
  {
    title: 'a deleted file is gone',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('x'))
      await driver.delete(`${folder}/file`)
      await expectError(driver, driver.getContent(`${folder}/file`), 'PATH_NOT_FOUND')
      await expectError(driver, driver.stat(`${folder}/file`), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'deleting what is not there is PATH_NOT_FOUND',
    async run({ driver, folder }) {
      await expectError(driver, driver.delete(`${folder}/missing`), 'PATH_NOT_FOUND')
      await driver.putContent(`${folder}/ab`, text('x'))
      await expectError(driver, driver.delete(`${folder}/a`), 'PATH_NOT_FOUND')
      await driver.delete(`${folder}/ab`)
      await expectError(driver, driver.delete(`${folder}/ab`), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'deleting a directory deletes all that is below it',
    async run({ driver, folder }) {
      await putSiblings(driver, `${folder}/directory`)
      await driver.delete(`${folder}/directory`)
      for (const name of siblingTree) {
        await expectError(driver, driver.stat(`${folder}/directory/${name}`), 'PATH_NOT_FOUND')
      }
      await expectError(driver, drain(driver.list(`${folder}/directory`)), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'deleting what is said to be a directory deletes all that is below it, and finds none where there is none',
    async run({ driver, folder }) {
      await putSiblings(driver, `${folder}/directory`)
      await driver.delete(`${folder}/directory`, { as: 'directory' })
      expect(await pathsOf(driver.walk(folder)).catch(() => [])).toEqual([])
      await expectError(driver, driver.delete(`${folder}/directory`, { as: 'directory' }), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'deleting /a leaves /ab, /a-b and /a.b alone',
    async run({ driver, folder }) {
      await putSiblings(driver, folder)
      await driver.delete(`${folder}/a`)
      const kept = siblingTree.filter((name) => name !== 'a' && !name.startsWith('a/'))
      expect(await pathsOf(driver.walk(folder))).toEqual(kept.map((name) => `${folder}/${name}`))
    },
  },
  {
    title: 'deleting one file of a directory leaves the others',
    async run({ driver, folder }) {
      for (const name of ['a', 'b', 'c']) await driver.putContent(`${folder}/${name}`, text(name))
      await driver.delete(`${folder}/b`)
      expect(await pathsOf(driver.list(folder))).toEqual([`${folder}/a`, `${folder}/c`])
    },
  },
  {
    title: 'a directory of 1,500 files is deleted at once',
    async run({ driver, folder }) {
      const names = Array.from({ length: 1500 }, (_, index) => `${folder}/directory/${index % 7}/${index}`)
      for (let index = 0; index < names.length; index += 50) {
        const batch = names.slice(index, index + 50)
        await Promise.all(batch.map((name) => driver.putContent(name, text('x'), { durable: false })))
      }
      await driver.putContent(`${folder}/directory-kept`, text('x'))
      await driver.delete(`${folder}/directory`)
      expect(await pathsOf(driver.walk(folder))).toEqual([`${folder}/directory-kept`])
    },
  },
  {
    title: 'deleting a path deletes its unfinished bytes, even when nothing else is there',
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const writer = await driver.createWriter(path)
      await writer.write(text('unfinished'))
      await writer.close()
      await driver.delete(path)
      const fresh = await driver.createWriter(path, { append: true })
      expect(fresh.size).toBe(0)
      await fresh.cancel()
    },
  },
  {
    title: 'deleting a file deletes the unfinished bytes that were to replace it',
    async run({ driver, folder }) {
      const path = `${folder}/file`
      await driver.putContent(path, text('committed'))
      const writer = await driver.createWriter(path)
      await writer.write(text('unfinished'))
      await writer.close()
      await driver.delete(path)
      const fresh = await driver.createWriter(path, { append: true })
      expect(fresh.size).toBe(0)
      await fresh.cancel()
    },
  },
  {
    title: 'deleting a directory deletes the unfinished bytes below it',
    async run({ driver, folder }) {
      const path = `${folder}/uploads/1/data`
      await driver.putContent(`${folder}/uploads/1/started`, text('now'))
      const writer = await driver.createWriter(path)
      await writer.write(text('unfinished'))
      await writer.close()
      await driver.delete(`${folder}/uploads`)
      const fresh = await driver.createWriter(path, { append: true })
      expect(fresh.size).toBe(0)
      await fresh.cancel()
    },
  },
  {
    title: 'a path can be used again after it was deleted, as a directory too',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/path`, text('file'))
      await driver.delete(`${folder}/path`)
      await driver.putContent(`${folder}/path/below`, text('below'))
      expectBytes(await driver.getContent(`${folder}/path/below`), text('below'))
      await driver.delete(`${folder}/path`)
      await driver.putContent(`${folder}/path`, text('file again'))
      expectBytes(await driver.getContent(`${folder}/path`), text('file again'))
    },
  },
]
