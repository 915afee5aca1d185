import { describe, expect, it } from 'vitest'
import { parseReference } from './reference.ts'

const sha256 = `sha256:${'a'.repeat(64)}`
const sha512 = `sha512:${'0'.repeat(128)}`

describe('parseReference', () => {
  it.each(['latest', '1.2.3', '_', '0', 'v1-beta.2_x', 'Z'.repeat(128), 'sha256', `sha256-${'a'.repeat(64)}`])(
    'reads %s as a tag',
    (text) => {
      expect(parseReference(text)).toEqual({ kind: 'tag', tag: text })
    },
  )

  it.each([sha256, sha512])('reads %s as a digest', (text) => {
    expect(parseReference(text)).toEqual({ kind: 'digest', digest: text })
  })

  it.each(['', '.', '..', '-a', '.a', 'a/b', 'a b', 'ü', 'a\n', 'a%2F', 'a@b', 'Z'.repeat(129)])(
    'reads %j as neither',
    (text) => {
      expect(parseReference(text)).toBeUndefined()
    },
  )

  it.each([
    ':',
    'latest:',
    `sha256:${'a'.repeat(63)}`,
    `sha256:${'A'.repeat(64)}`,
    `md5:${'a'.repeat(32)}`,
    `${sha256}\n`,
  ])('refuses %j, which has a colon and so would be a digest', (text) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'DIGEST_INVALID', status: 400 }))
  })
})
