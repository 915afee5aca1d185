import { seededBytes } from '@moorage/testkit'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../testing/push.ts'
import { NativeHasher, ResumableHasher, type UploadHasher } from './upload-hasher.ts'

const bytes = seededBytes(5, 10_000)
const pieces = [bytes.subarray(0, 1), bytes.subarray(1, 64), bytes.subarray(64, 64), bytes.subarray(64, 9000)]
const hashers: [string, () => Promise<UploadHasher>][] = [
  ['the native hasher', async () => new NativeHasher('sha256')],
  ['the native hasher by sha512', async () => new NativeHasher('sha512')],
  ['the resumable hasher', () => ResumableHasher.create()],
]

describe.each(hashers)('%s', (_, create) => {
  it('tells the digest of no bytes', async () => {
    const hasher = await create()
    expect(hasher.offset).toBe(0)
    expect(hasher.digests().sha256).toBe(digestOf(''))
  })

  it('tells the digest of the bytes so far, as often as it is asked, while more follow', async () => {
    const hasher = await create()
    let length = 0
    for (const piece of pieces) {
      hasher.update(piece)
      length += piece.length
      expect(hasher.offset).toBe(length)
      expect(hasher.digests().sha256).toBe(digestOf(bytes.subarray(0, length)))
      expect(hasher.digests().sha256).toBe(digestOf(bytes.subarray(0, length)))
    }
  })
})

describe('the native hasher', () => {
  it('tells sha512 only when it was made for it', () => {
    const [sha256, sha512] = [new NativeHasher('sha256'), new NativeHasher('sha512')]
    sha256.update(bytes)
    sha512.update(bytes)
    expect(sha256.digests()).toEqual({ sha256: digestOf(bytes) })
    expect(sha512.digests()).toEqual({ sha256: digestOf(bytes), sha512: digestOf(bytes, 'sha512') })
  })

  it('has no state to keep', () => {
    expect(new NativeHasher('sha256').goState()).toBe(undefined)
  })
})

describe('the resumable hasher', () => {
  it.each([0, 1, 64, 100, 9999, 10_000])('goes on in another process after %i bytes', async (length) => {
    const first = await ResumableHasher.create()
    first.update(bytes.subarray(0, length))
    const second = await ResumableHasher.load(first.goState(), length)
    expect(second?.offset).toBe(length)
    second?.update(bytes.subarray(length))
    expect(second?.offset).toBe(bytes.length)
    expect(second?.digests()).toEqual({ sha256: digestOf(bytes) })
  })

  it('is not disturbed by another one that hashes at the same time', async () => {
    const [one, two] = [await ResumableHasher.create(), await ResumableHasher.create()]
    for (const piece of pieces) {
      one.update(piece)
      two.update(Buffer.from('other'))
      one.goState()
    }
    expect(one.digests().sha256).toBe(digestOf(bytes.subarray(0, 9000)))
    expect(two.digests().sha256).toBe(digestOf('other'.repeat(pieces.length)))
  })

  it('is not loaded from what is no state', async () => {
    expect(await ResumableHasher.load(Buffer.from('cut short'), 9)).toBe(undefined)
  })
})
