import { expect } from 'vitest'
import { seededBytes, seededStream } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'
import { expectBytes, expectError, readAll, text } from './expectations.ts'

/** Above it, a copy by parts takes too long for a suite that runs at every change. */
const mostQuickBytes = 64 * 1024 * 1024

export const moveCases: readonly DriverCase[] = [
  {
    title: 'a moved file is at its destination only',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/source`, text('moved'))
      await driver.move(`${folder}/source`, `${folder}/new/directory/destination`)
      expectBytes(await driver.getContent(`${folder}/new/directory/destination`), text('moved'))
      await expectError(driver, driver.getContent(`${folder}/source`), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'a file that was written as a stream moves whole',
    async run({ driver, folder }) {
      const length = 6 * 1024 * 1024 + 5
      const writer = await driver.createWriter(`${folder}/source`)
      await writer.writeFrom(seededStream(23, length, 65_536))
      await writer.commit()
      await driver.move(`${folder}/source`, `${folder}/destination`)
      expectBytes(await driver.getContent(`${folder}/destination`), seededBytes(23, length))
    },
  },
  {
    title: 'a move replaces its destination',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/source`, text('new'))
      await driver.putContent(`${folder}/destination`, text('old and longer'))
      await driver.move(`${folder}/source`, `${folder}/destination`)
      expectBytes(await driver.getContent(`${folder}/destination`), text('new'))
      await expectError(driver, driver.stat(`${folder}/source`), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'moving a missing file is PATH_NOT_FOUND and leaves the destination as it was',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/destination`, text('old'))
      await expectError(driver, driver.move(`${folder}/missing`, `${folder}/destination`), 'PATH_NOT_FOUND')
      await expectError(driver, driver.move(`${folder}/missing`, `${folder}/nowhere`), 'PATH_NOT_FOUND')
      expectBytes(await driver.getContent(`${folder}/destination`), text('old'))
      await expectError(driver, driver.stat(`${folder}/nowhere`), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'a directory does not move: it is PATH_NOT_FOUND',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/directory/file`, text('x'))
      await expectError(driver, driver.move(`${folder}/directory`, `${folder}/moved`), 'PATH_NOT_FOUND')
      expectBytes(await driver.getContent(`${folder}/directory/file`), text('x'))
    },
  },
  {
    title: 'moving a missing file below a file fails',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('x'))
      const move = driver.move(`${folder}/missing`, `${folder}/file/below`)
      await expectError(driver, move, 'PATH_NOT_FOUND', 'INVALID_PATH')
      expectBytes(await driver.getContent(`${folder}/file`), text('x'))
    },
  },
  {
    title: 'a file does not move below a file',
    impossible: (capabilities) =>
      capabilities.move === 'atomic' ? undefined : 'an object store has no directories that a file could stand for',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('x'))
      await driver.putContent(`${folder}/source`, text('y'))
      await expectError(driver, driver.move(`${folder}/source`, `${folder}/file/below`), 'INVALID_PATH')
      expectBytes(await driver.getContent(`${folder}/source`), text('y'))
    },
  },
  {
    title: 'a move onto itself keeps the file',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('kept'))
      await driver.move(`${folder}/file`, `${folder}/file`)
      expectBytes(await driver.getContent(`${folder}/file`), text('kept'))
    },
  },
  {
    title: 'a file above the limit of a single copy moves whole',
    impossible(capabilities) {
      const { maxSingleCopySizeBytes } = capabilities
      if (maxSingleCopySizeBytes === undefined) return 'the store copies files of every size at once, or none'
      return maxSingleCopySizeBytes < mostQuickBytes
        ? undefined
        : `the limit of a copy, ${maxSingleCopySizeBytes} bytes, is too large for a quick run`
    },
    async run({ driver, folder }) {
      const length = (driver.capabilities.maxSingleCopySizeBytes ?? 0) + 1
      const writer = await driver.createWriter(`${folder}/source`)
      await writer.writeFrom(seededStream(24, length, 1024 * 1024))
      await writer.commit()
      await driver.move(`${folder}/source`, `${folder}/destination`)
      expectBytes(await readAll(await driver.createReader(`${folder}/destination`)), seededBytes(24, length))
      await expectError(driver, driver.stat(`${folder}/source`), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'of several moves of one file, one succeeds and the others find nothing',
    impossible: (capabilities) =>
      capabilities.move === 'atomic' ? undefined : 'a copy and a delete are two steps, between which others copy too',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/source`, text('x'))
      const targets = Array.from({ length: 10 }, (_, index) => `${folder}/target-${index}`)
      const moves = targets.map((target) => driver.move(`${folder}/source`, target))
      const outcomes = await Promise.allSettled(moves)
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.status === 'rejected')
          await expectError(driver, moves[index] ?? Promise.resolve(), 'PATH_NOT_FOUND')
      }
    },
  },
]
