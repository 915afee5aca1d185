import { expect, test } from 'vitest'
import { freeChunk } from './free-chunk.ts'

test('a piece that has memory of its own loses it', () => {
  const chunk = Buffer.alloc(100_000, 1)
  freeChunk(chunk)
  expect(chunk.length).toBe(0)
})

test('a piece that shares its memory with others stays', () => {
  const memory = Buffer.alloc(100_000, 1)
  freeChunk(memory.subarray(0, 50_000))
  expect(memory.length).toBe(100_000)
})
