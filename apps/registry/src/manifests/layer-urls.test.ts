import { describe, expect, it } from 'vitest'
import type { ValidationConfiguration } from '../config/configuration.ts'
import { assertLayerUrls } from './layer-urls.ts'

const digest = `sha256:${'a'.repeat(64)}`

function check(urls: readonly string[] | undefined, allow: readonly string[], deny: readonly string[]): void {
  const validation: ValidationConfiguration = {
    disabled: false,
    manifests: { urls: { allow, deny }, indexes: { platforms: 'all', platformlist: [] } },
  }
  assertLayerUrls({ mediaType: 'application/octet-stream', digest, size: 1, urls }, validation)
}

const refusal = expect.objectContaining({ code: 'MANIFEST_INVALID', status: 400 })
const good = 'https://layers.example.com/one'

describe('assertLayerUrls', () => {
  it.each([
    ['no urls', undefined, [], []],
    ['an empty list of urls', [], [], []],
    ['what allow matches', [good], ['^https://layers\\.example\\.com/'], []],
    ['what one of several patterns of allow matches', [good], ['^ftp:', 'layers'], []],
    ['everything but what deny matches, without allow', [good], [], ['^http:']],
    ['what allow matches and deny does not', [good], ['example'], ['/two$']],
  ])('takes %s', (_, urls, allow, deny) => {
    expect(() => check(urls, allow, deny)).not.toThrow()
  })

  it.each([
    ['any URL while both lists are empty', [good], [], []],
    ['what allow does not match', [good], ['^https://other\\.example\\.com/'], []],
    ['what deny matches', [good], [], ['layers']],
    ['what deny matches even if allow does', [good], ['example'], ['layers']],
    ['one bad URL behind a good one', [good, 'https://other.example.net/'], ['example\\.com'], []],
    ['what is no URL', ['layers.example.com/one'], ['.*'], []],
    ['a file', ['file:///etc/passwd'], ['.*'], []],
    ['a script', ['javascript:alert(1)'], ['.*'], []],
    ['a URL with a fragment', [`${good}#part`], ['.*'], []],
    ['an empty text', [''], ['.*'], []],
  ])('refuses %s', (_, urls, allow, deny) => {
    expect(() => check(urls, allow, deny)).toThrow(refusal)
  })

  it('says which layer, and no more of the URL than its beginning', () => {
    const long = `https://example.com/${'x'.repeat(1000)}`
    expect(() => check([long], [], [])).toThrow(
      expect.objectContaining({ detail: { digest, url: long.slice(0, 200) } }),
    )
  })

  it('answers at once for a pattern that a backtracking engine would hang on', () => {
    expect(() => check([`https://example.com/${'a'.repeat(5000)}!`], ['^https://example\\.com/(a+)+$'], [])).toThrow(
      refusal,
    )
  })
})
