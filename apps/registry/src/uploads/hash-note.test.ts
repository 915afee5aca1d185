import { createMemoryDriver } from '@moorage/driver-memory'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../testing/push.ts'
import { keepsHashNotes, readHashNote, writeHashNote } from './hash-note.ts'
import { NativeHasher, ResumableHasher } from './upload-hasher.ts'

const sha256 = digestOf('abc')

describe('the note of a hash', () => {
  it('has the digests of a native hasher, which cannot tell its state', () => {
    for (const algorithm of ['sha256', 'sha512'] as const) {
      const hasher = new NativeHasher(algorithm)
      hasher.update(Buffer.from('abc'))
      const note = readHashNote(writeHashNote(hasher), 3)
      expect(note).toEqual({ digests: hasher.digests(), state: undefined })
      expect(note?.digests[algorithm]).toBe(digestOf('abc', algorithm))
    }
  })

  it('has the state of a hasher that can be resumed', async () => {
    const hasher = await ResumableHasher.create()
    hasher.update(Buffer.from('abc'))
    const note = readHashNote(writeHashNote(hasher), 3)
    const resumed = await ResumableHasher.load(note?.state ?? Buffer.alloc(0), 3)
    resumed?.update(Buffer.from('def'))
    expect(resumed?.digests().sha256).toBe(digestOf('abcdef'))
  })

  it('fits into the 1,024 characters that a store has for it', async () => {
    const native = new NativeHasher('sha512')
    expect(writeHashNote(native).length).toBeLessThan(450)
    expect(writeHashNote(await ResumableHasher.create()).length).toBeLessThan(450)
  })

  it.each([
    undefined,
    '',
    'null',
    '7',
    '{"offset":3,"sha',
    JSON.stringify({ offset: 3 }),
    JSON.stringify({ offset: 4, sha256 }),
    JSON.stringify({ offset: 3, sha256: 'sha256:abc' }),
    JSON.stringify({ offset: 3, sha256, version: 'other' }),
  ])('says nothing of 3 bytes when it is %s', (text) => {
    expect(readHashNote(text, 3)).toBe(undefined)
  })

  it('says which bytes it is of where it lies beside them', () => {
    const text = JSON.stringify({ offset: 3, version: 'v1', sha256 })
    expect(readHashNote(text, 3, 'v1')?.digests).toEqual({ sha256 })
    expect(readHashNote(text, 3, 'v2')).toBe(undefined)
    expect(readHashNote(text, 3)).toBe(undefined)
  })
})

it('is kept where a store has notes and uploads stay unfinished', () => {
  const { capabilities } = createMemoryDriver()
  expect(keepsHashNotes(capabilities)).toBe(false)
  expect(keepsHashNotes({ ...capabilities, append: 'resume-upload' })).toBe(true)
  expect(keepsHashNotes({ ...capabilities, append: 'resume-upload', notes: false })).toBe(false)
})
