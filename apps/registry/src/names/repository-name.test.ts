import { describe, expect, it } from 'vitest'
import { assertRepositoryName } from './repository-name.ts'

const refusal = expect.objectContaining({ code: 'NAME_INVALID', status: 400 })
const longest = `${'a/'.repeat(127)}a`

describe('assertRepositoryName', () => {
  it.each([
    'a',
    '0',
    'alpine',
    'library/alpine',
    'a/b/c/d/e/f/g',
    'a.b',
    'a_b',
    'a__b',
    'a-b',
    'a--b',
    'a-----b',
    'a.b_c__d-e---f',
    '0.1/2-3',
    'docker.io/library/alpine',
    'blobs/uploads',
    'tags/list',
    'manifests',
    'a'.repeat(255),
    longest,
  ])('takes %s', (name) => {
    expect(() => assertRepositoryName(name)).not.toThrow()
  })

  it.each([
    ['nothing', ''],
    ['a capital', 'Alpine'],
    ['a capital within', 'library/alPine'],
    ['a slash at its head', '/a'],
    ['a slash at its end', 'a/'],
    ['two slashes', 'a//b'],
    ['a slash alone', '/'],
    ['a dot at its head', '.a'],
    ['a dot at its end', 'a.'],
    ['two dots', 'a..b'],
    ['a parent', '..'],
    ['a parent within', 'a/../b'],
    ['itself', './a'],
    ['a dash at its head', '-a'],
    ['a dash at the end of a part', 'a-/b'],
    ['an underscore at its head', '_a'],
    ["a directory of the registry's own", 'a/_manifests'],
    ['an underscore at its end', 'a_'],
    ['three underscores', 'a___b'],
    ['separators of two kinds', 'a.-b'],
    ['separators of two other kinds', 'a_.b'],
    ['a blank', 'a b'],
    ['a colon', 'a:b'],
    ['an at sign', 'a@b'],
    ['a percent sign', 'a%2Fb'],
    ['a backslash', String.raw`a\b`],
    ['a NUL', 'a\0'],
    ['a line end', 'a\n'],
    ['a line end within', 'a\nb'],
    ['a letter that is not ASCII', '\u00e4'],
    ['a digit that is not ASCII', '\u0661'],
    ['a letter that becomes ASCII in lower case', '\u212a'],
    ['256 characters', 'a'.repeat(256)],
    ['257 characters in parts', `${longest}/b`],
  ])('refuses %s', (_, name) => {
    expect(() => assertRepositoryName(name)).toThrow(refusal)
  })

  it('says what is wrong: the length or the characters', () => {
    expect(() => assertRepositoryName('a'.repeat(256))).toThrow(/at most 255 characters/)
    expect(() => assertRepositoryName('A')).toThrow(/lower-case/)
  })

  it('repeats no more of a name than a name may have', () => {
    expect(() => assertRepositoryName('A'.repeat(10_000))).toThrow(
      expect.objectContaining({ detail: { name: 'A'.repeat(255) } }),
    )
  })

  it.each([
    ['letters', `${'a'.repeat(254)}!`],
    ['dashes', `a${'-'.repeat(253)}!`],
    ['letters and dashes', `${'a-'.repeat(127)}!`],
    ['underscores', `${'a__'.repeat(84)}!`],
    ['parts', `${'a/'.repeat(127)}!`],
    ['a million letters', `${'a'.repeat(1_000_000)}!`],
    ['a million dashes', `a${'-'.repeat(1_000_000)}!`],
  ])('answers at once for a name that a careless pattern would take forever on: %s', (_, name) => {
    expect(() => assertRepositoryName(name)).toThrow(refusal)
  })
})
