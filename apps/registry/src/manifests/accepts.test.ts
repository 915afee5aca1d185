import { describe, expect, it } from 'vitest'
import { ociImage, ociIndex } from '../testing/manifests.ts'
import { accepts } from './accepts.ts'

describe('accepts', () => {
  it.each([
    ['an absent header', undefined],
    ['an empty header', ''],
    ['a header of blanks', '  '],
    ['everything', '*/*'],
    ['everything at a low weight', '*/*;q=0.1'],
    ['the type itself', ociImage],
    ['the type in capitals', ociImage.toUpperCase()],
    ['the type among others', `text/html, ${ociIndex}, ${ociImage}`],
    ['the type with a weight', `${ociImage};q=0.5`],
    ['the type with a parameter', `${ociImage}; charset=utf-8`],
    ['every application type', 'application/*'],
    ['the type beside a refused wildcard', `*/*;q=0, ${ociImage}`],
    ['the type before a refused wildcard', `${ociImage}, application/*;q=0`],
    ['a weight that is little more than none', `${ociImage};q=0.001`],
    ['no blanks between the parts', `text/html,${ociImage}`],
    ['an empty part', `, ${ociImage},`],
  ])('takes a manifest for %s', (_, header) => {
    expect(accepts(header, ociImage)).toBe(true)
  })

  it.each([
    ['another type', ociIndex],
    ['every text type', 'text/*'],
    ['the type at weight 0', `${ociImage};q=0`],
    ['the type at weight 0.000', `${ociImage}; q=0.000`],
    ['the type at weight 0, written large', `${ociImage};Q=0`],
    ['everything at weight 0', '*/*;q=0'],
    ['everything but the type', `*/*, ${ociImage};q=0`],
    ['every application type but this one', `${ociImage};q=0, application/*`],
    ['a type that only begins like it', 'application/vnd.oci.image.manifest.v1'],
    ['a type that only ends like it', `x${ociImage}`],
  ])('refuses a manifest for %s', (_, header) => {
    expect(accepts(header, ociImage)).toBe(false)
  })
})
