import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { contentMd5 } from './content-md5.ts'

test.each([
  [0, []],
  [9, [4, 5]],
  [3_500_000, [1, 0, 2_500_000, 999_999]],
])('of %i bytes in pieces of %j is that of all of them', async (size, lengths) => {
  const bytes = Buffer.from(Array.from({ length: size }, (_, index) => index % 251))
  let start = 0
  const content = lengths.map((length) => bytes.subarray(start, (start += length)))
  expect(await contentMd5(content)).toBe(createHash('md5').update(bytes).digest('base64'))
})

test('lets others have their turn', async () => {
  let turns = 0
  const count = setInterval(() => (turns += 1), 0)
  await contentMd5([Buffer.alloc(64 * 1024 * 1024)])
  clearInterval(count)
  expect(turns).toBeGreaterThan(3)
})
