import { describe, expect, it } from 'vitest'
import { entityTag, matchesEntityTag } from './entity-tag.ts'

const digest = `sha256:${'a'.repeat(64)}`
const other = `sha256:${'b'.repeat(64)}`

describe('the entity tag of content', () => {
  it('is its digest in quotes', () => {
    expect(entityTag(digest)).toBe(`"${digest}"`)
  })

  it.each([
    `"${digest}"`,
    `W/"${digest}"`,
    digest,
    '*',
    ` "${digest}" `,
    `"${other}", "${digest}"`,
    `"${other}",W/"${digest}"`,
  ])('is named by the If-None-Match %s', (header) => {
    expect(matchesEntityTag(header, digest)).toBe(true)
  })

  it.each([undefined, '', '""', `"${other}"`, `"${digest.slice(0, -1)}"`, `"${digest.toUpperCase()}"`, `x"${digest}"`])(
    'is not named by the If-None-Match %s',
    (header) => {
      expect(matchesEntityTag(header, digest)).toBe(false)
    },
  )
})
