import { expect, test } from 'vitest'
import { lengthOf, sliceExtents } from './extent.ts'

const text = (extents: ReturnType<typeof sliceExtents>): string =>
  extents.map(({ piece, offset, length }) => piece.slice(offset, offset + length)).join('')

test('a slice of a content is what a slice of its bytes would be', () => {
  const extents = [
    { piece: 'abcdef', offset: 1, length: 3 },
    { piece: 'ghi', offset: 0, length: 3 },
    { piece: 'jklm', offset: 2, length: 2 },
  ]
  const whole = 'bcdghilm'
  for (let offset = 0; offset <= whole.length; offset += 1) {
    for (let length = 0; length <= whole.length - offset; length += 1) {
      const slice = sliceExtents(extents, offset, length)
      expect(text(slice)).toBe(whole.slice(offset, offset + length))
      expect(lengthOf(slice)).toBe(length)
    }
  }
})
