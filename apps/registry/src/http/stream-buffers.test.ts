import { describe, expect, it } from 'vitest'
import { StreamBuffers } from './stream-buffers.ts'

const mebibyte = 1024 * 1024

describe('buffers of streamed bodies', () => {
  it('are of the size asked for, up to a mebibyte', () => {
    const buffers = new StreamBuffers()
    expect([100, mebibyte, 5 * mebibyte].map((size) => buffers.take(size).length)).toEqual([100, mebibyte, mebibyte])
  })

  it('are used again when they were given back, also as a part', () => {
    const buffers = new StreamBuffers()
    const first = buffers.take(mebibyte)
    expect(buffers.take(mebibyte).buffer).not.toBe(first.buffer)
    buffers.give(first.subarray(0, 10))
    const again = buffers.take(mebibyte)
    expect(again.buffer).toBe(first.buffer)
    expect(again.length).toBe(mebibyte)
  })

  it('do not mix with those of others', () => {
    const buffers = new StreamBuffers()
    const foreign = Buffer.alloc(mebibyte)
    buffers.give(foreign)
    expect(buffers.take(mebibyte).buffer).not.toBe(foreign.buffer)
  })
})
