import { isDriverError } from '@moorage/driver-core'
import { expect } from 'vitest'
import { seededBytes, seededStream } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'
import { expectBytes, pathsOf, readAll, text } from './expectations.ts'

const mebibyte = 1024 * 1024

export const concurrencyCases: readonly DriverCase[] = [
  {
    title: 'ten readers of one file of 16 MiB each get all of it, from where they began',
    async run({ driver, folder }) {
      const content = seededBytes(29, 16 * mebibyte)
      await driver.putContent(`${folder}/file`, content)
      await Promise.all(
        Array.from({ length: 10 }, async (_, index) => {
          const offset = index * mebibyte
          expectBytes(await readAll(await driver.createReader(`${folder}/file`, { offset })), content.subarray(offset))
        }),
      )
    },
  },
  {
    title: '32 files are written and read as streams at the same time',
    async run({ driver, folder }) {
      await Promise.all(
        Array.from({ length: 32 }, async (_, index) => {
          const path = `${folder}/${index}/file`
          const length = 700_000 + index
          const writer = await driver.createWriter(path)
          await writer.writeFrom(seededStream(index, length, 65_536))
          await writer.commit()
          expectBytes(await readAll(await driver.createReader(path)), seededBytes(index, length))
        }),
      )
    },
  },
  {
    title: '200 small files are put into one new directory at the same time',
    async run({ driver, folder }) {
      const paths = Array.from({ length: 200 }, (_, index) => `${folder}/new/directory/${1000 + index}`)
      await Promise.all(paths.map((path) => driver.putContent(path, text(path))))
      expect(await pathsOf(driver.list(`${folder}/new/directory`))).toEqual(paths)
      await Promise.all(paths.map(async (path) => expectBytes(await driver.getContent(path), text(path))))
    },
  },
  {
    title: 'of contents that are put to one path at the same time, one stays, whole',
    async run({ driver, folder }) {
      const contents = Array.from({ length: 30 }, (_, index) => seededBytes(index, 50_000 + index))
      await Promise.all(contents.map((content) => driver.putContent(`${folder}/file`, content)))
      const stored = await driver.getContent(`${folder}/file`)
      expect(contents.some((content) => Buffer.compare(content, stored) === 0)).toBe(true)
    },
  },
  {
    title: 'files are put into a directory that is deleted over and over, without an error',
    async run({ driver, folder }) {
      const progress = { putting: true }
      const put = async (): Promise<void> => {
        for (let round = 0; round < 60; round += 1) {
          await driver.putContent(`${folder}/directory/${round % 3}/file`, text('x'), { durable: round % 2 === 0 })
          const writer = await driver.createWriter(`${folder}/directory/writer/${round}`, { resumable: false })
          await writer.commit()
        }
        progress.putting = false
      }
      const deleteAgain = async (): Promise<void> => {
        while (progress.putting) {
          await driver.delete(`${folder}/directory`).catch((error: unknown) => {
            if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
          })
          await new Promise(setImmediate)
        }
      }
      await Promise.all([put(), deleteAgain()])
      await driver.putContent(`${folder}/directory/last`, text('x'))
      expectBytes(await driver.getContent(`${folder}/directory/last`), text('x'))
    },
  },
]
