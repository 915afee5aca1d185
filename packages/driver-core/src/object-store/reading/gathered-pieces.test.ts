import { describe, expect, test } from 'vitest'
import { GatheredPieces } from './gathered-pieces.ts'

function gather(expectedBytes: number): { gathered: GatheredPieces; pieces: string[] } {
  const pieces: string[] = []
  const buffers = { take: (size: number) => Buffer.alloc(Math.min(size, 4)) }
  return { gathered: new GatheredPieces(buffers, expectedBytes, (piece) => pieces.push(String(piece))), pieces }
}

describe('pieces that are gathered', () => {
  test('are as long as a lent buffer, and the last as long as what remains', () => {
    const { gathered, pieces } = gather(10)
    for (const chunk of ['a', 'bcdefg', 'hij']) gathered.add(Buffer.from(chunk))
    expect(pieces).toEqual(['abcd', 'efgh', 'ij'])
  })

  test('are handed on when no more comes for a while', async () => {
    const { promise, resolve } = Promise.withResolvers<string>()
    const gathered = new GatheredPieces({ take: () => Buffer.alloc(4) }, 10, (piece) => resolve(String(piece)))
    gathered.add(Buffer.from('ab'))
    expect(await promise).toBe('ab')
  })

  test('are handed on at once when asked for, and not at all once they are dropped', () => {
    const { gathered, pieces } = gather(10)
    gathered.add(Buffer.from('ab'))
    gathered.flush()
    gathered.flush()
    gathered.add(Buffer.from('c'))
    gathered.drop()
    expect(pieces).toEqual(['ab'])
  })

  test('free the memory of what they were made of', async () => {
    const { gathered } = gather(10)
    const chunk = Buffer.from(new Uint8Array(3).buffer)
    gathered.add(chunk)
    await new Promise(setImmediate)
    expect(chunk.length).toBe(0)
    gathered.drop()
  })
})
