import { describe, expect, test } from 'vitest'
import { seededNumber } from '../faults/seeded-random.ts'
import { compareKeys } from './key-order.ts'
import { SortedKeys } from './sorted-keys.ts'

function allOf(sorted: SortedKeys): string[] {
  const keys: string[] = []
  let key = sorted.seek(() => false)
  while (key !== undefined) {
    keys.push(key)
    const last = key
    key = sorted.seek((other) => compareKeys(other, last) <= 0)
  }
  return keys
}

describe('the order of keys', () => {
  test('is that of their UTF-8 bytes, also beyond the basic plane', () => {
    const keys = ['a', 'b', 'a/b', 'a-b', 'a.b', 'ab', 'Z', 'é', '\uFF5E', '\u{1F600}', '\u{1F600}a', '\uE000', '']
    const byBytes = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(keys.toSorted(compareKeys)).toEqual(byBytes)
  })
})

describe('sorted keys', () => {
  test('are what a plain set would be, after thousands of additions and removals', () => {
    const sorted = new SortedKeys()
    const plain = new Set<string>()
    for (let step = 0; step < 12_000; step += 1) {
      const key = `key ${Math.floor(seededNumber(1, `key ${step}`) * 5000)}`
      if (seededNumber(1, `what ${step}`) < 0.7) {
        sorted.add(key)
        plain.add(key)
      } else {
        sorted.delete(key)
        plain.delete(key)
      }
    }
    expect(allOf(sorted)).toEqual([...plain].toSorted(compareKeys))
  })

  test('can all be removed again', () => {
    const sorted = new SortedKeys()
    const keys = Array.from({ length: 3000 }, (_, index) => `${index}`)
    for (const key of keys) sorted.add(key)
    for (const key of keys) sorted.delete(key)
    expect(allOf(sorted)).toEqual([])
    sorted.add('again')
    expect(allOf(sorted)).toEqual(['again'])
  })
})
