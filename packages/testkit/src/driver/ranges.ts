import { seededBytes } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'
import { expectBytes, expectError, readAll } from './expectations.ts'

const third = 1000
const content = seededBytes(9, 3 * third)
const large = seededBytes(10, 3 * 1024 * 1024 + 1)

export const rangeCases: readonly DriverCase[] = [
  ...[0, 1, third, 2 * third, 3 * third - 1].map((offset): DriverCase => ({
    title: `a file of ${3 * third} bytes is read from byte ${offset} to its end`,
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, content)
      const reader = await driver.createReader(`${folder}/file`, { offset })
      expectBytes(await readAll(reader), content.subarray(offset))
    },
  })),
  ...[3 * third, 3 * third + 1, 100 * third].map((offset): DriverCase => ({
    title: `reading ${3 * third} bytes from byte ${offset} is an empty stream and no error`,
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, content)
      const reader = await driver.createReader(`${folder}/file`, { offset })
      expectBytes(await readAll(reader), new Uint8Array(0))
    },
  })),
  ...[
    [0, 0],
    [0, 1],
    [third, third],
    [2 * third, 5 * third],
    [5 * third, third],
    [3 * third - 1, 1],
  ].map(([offset = 0, length = 0]): DriverCase => ({
    title: `at most ${length} bytes of ${3 * third} are read from byte ${offset}`,
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, content)
      const reader = await driver.createReader(`${folder}/file`, { offset, length })
      expectBytes(await readAll(reader), content.subarray(offset, offset + length))
    },
  })),
  {
    title: 'a range of a large file begins and ends at the very byte',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, large)
      const edges = [0, 1, 65_535, 65_536, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 2_500_000, large.length]
      for (const offset of edges) {
        for (const end of edges.filter((edge) => edge >= offset)) {
          const reader = await driver.createReader(`${folder}/file`, { offset, length: end - offset })
          expectBytes(await readAll(reader), large.subarray(offset, end))
        }
      }
    },
  },
  {
    title: 'a negative or broken offset or length is INVALID_OFFSET',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, content)
      for (const wrong of [-1, -1000, 0.5, Number.NaN]) {
        await expectError(driver, driver.createReader(`${folder}/file`, { offset: wrong }), 'INVALID_OFFSET')
        await expectError(driver, driver.createReader(`${folder}/file`, { length: wrong }), 'INVALID_OFFSET')
      }
    },
  },
  {
    title: 'an empty file is read as an empty stream',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, new Uint8Array(0))
      for (const offset of [0, 1]) {
        expectBytes(await readAll(await driver.createReader(`${folder}/file`, { offset })), new Uint8Array(0))
      }
    },
  },
]
