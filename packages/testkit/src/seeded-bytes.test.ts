import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { seededBytes, seededStream, sha256 } from './index.ts'

describe('seeded bytes', () => {
  test('are the same for the same seed, on every machine', () => {
    expect(sha256(seededBytes(1, 1_000_000))).toBe(
      'sha256:120ea4005b12f9feaae7f185d6fe19182614df23baf7bf54519b2003d18535ba',
    )
    expect(seededBytes(1, 100)).toEqual(seededBytes(1, 100))
  })

  test('differ for different seeds', () => {
    const digests = Array.from({ length: 1000 }, (_, seed) => sha256(seededBytes(seed, 16)))
    expect(new Set(digests).size).toBe(1000)
  })

  test('begin with those of a shorter length', () => {
    const long = seededBytes(7, 100)
    for (let length = 0; length < 100; length += 1) expect(seededBytes(7, length)).toEqual(long.subarray(0, length))
  })

  test('do not compress', () => {
    expect(gzipSync(seededBytes(3, 100_000)).length).toBeGreaterThan(100_000)
  })

  test.each([1, 2, 3, 5, 64, 999, 1000, 5000])('come as a stream of chunks of %i bytes too', async (chunkSize) => {
    const chunks = await Array.fromAsync(seededStream(5, 1000, chunkSize))
    expect(Buffer.concat(chunks).equals(seededBytes(5, 1000))).toBe(true)
    expect(chunks.slice(0, -1).every((chunk) => chunk.length === chunkSize)).toBe(true)
    expect(new Set(chunks.map((chunk) => chunk.buffer)).size).toBe(chunks.length)
  })
})
