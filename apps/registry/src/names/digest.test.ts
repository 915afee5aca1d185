import { describe, expect, it } from 'vitest'
import { algorithmOf, encodedOf, isDigest, isDigestAlgorithm, parseDigest } from './digest.ts'

const sha256 = `sha256:${'0123456789abcdef'.repeat(4)}`
const sha512 = `sha512:${'0123456789abcdef'.repeat(8)}`

describe('a digest', () => {
  it.each([sha256, sha512])('is %s', (text) => {
    expect(isDigest(text)).toBe(true)
    expect(parseDigest(text)).toBe(text)
  })

  it.each([
    ['nothing', ''],
    ['no algorithm', sha256.slice(7)],
    ['no digits', 'sha256:'],
    ['63 digits', sha256.slice(0, -1)],
    ['65 digits', `${sha256}0`],
    ['digits of the other algorithm', `sha512:${sha256.slice(7)}`],
    ['digits in capitals', `sha256:${sha256.slice(7).toUpperCase()}`],
    ['an algorithm in capitals', sha256.replace('sha', 'SHA')],
    ['no hexadecimal digits', `sha256:${'g'.repeat(64)}`],
    ['a path', `sha256:${'../'.repeat(21)}a`],
    ['another algorithm', `sha384:${'a'.repeat(96)}`],
    ['md5', `md5:${'a'.repeat(32)}`],
    ['a blank before it', ` ${sha256}`],
    ['a line end behind it', `${sha256}\n`],
    ['a name before it', `app@${sha256}`],
    ['a dash in place of the colon', sha256.replace(':', '-')],
    ['two of them', `${sha256}${sha256}`],
  ])('is refused with %s', (_, text) => {
    expect(isDigest(text)).toBe(false)
    expect(() => parseDigest(text)).toThrow(expect.objectContaining({ code: 'DIGEST_INVALID', status: 400 }))
  })

  it('is repeated no further than a digest is long', () => {
    expect(() => parseDigest('x'.repeat(10_000))).toThrow(
      expect.objectContaining({ detail: { digest: 'x'.repeat(160) } }),
    )
  })

  it('has an algorithm and its digits', () => {
    expect([algorithmOf(sha256), encodedOf(sha256)]).toEqual(['sha256', sha256.slice(7)])
    expect([algorithmOf(sha512), encodedOf(sha512)]).toEqual(['sha512', sha512.slice(7)])
  })

  it.each(['sha256', 'sha512'])('may be by %s', (text) => {
    expect(isDigestAlgorithm(text)).toBe(true)
  })

  it.each(['', 'sha384', 'md5', 'SHA256', 'constructor'])('may not be by %j', (text) => {
    expect(isDigestAlgorithm(text)).toBe(false)
  })
})
