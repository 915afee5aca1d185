import { describe, expect, it } from 'vitest'
import { matchRoute } from './route.ts'

const digest = `sha256:${'a'.repeat(64)}`

describe('the path of a request', () => {
  it.each([
    ['', { kind: 'base' }],
    ['_catalog', { kind: 'catalog' }],
    ['a/tags/list', { kind: 'tags', name: 'a' }],
    ['a/b/c/tags/list', { kind: 'tags', name: 'a/b/c' }],
    ['a/manifests/latest', { kind: 'manifest', name: 'a', reference: 'latest' }],
    [`a/b/manifests/${digest}`, { kind: 'manifest', name: 'a/b', reference: digest }],
    [`a/blobs/${digest}`, { kind: 'blob', name: 'a', digest }],
    ['a/blobs/uploads/', { kind: 'uploads', name: 'a' }],
    ['a/blobs/uploads', { kind: 'uploads', name: 'a' }],
    ['a/blobs/uploads/some-id', { kind: 'upload', name: 'a', id: 'some-id' }],
    [`a/referrers/${digest}`, { kind: 'referrers', name: 'a', digest }],
  ])('%s is an end point', (path, route) => {
    expect(matchRoute(path)).toEqual(route)
  })

  it.each([
    ['blobs/blobs/x', { kind: 'blob', name: 'blobs', digest: 'x' }],
    ['manifests/manifests/manifests', { kind: 'manifest', name: 'manifests', reference: 'manifests' }],
    ['a/tags/list/tags/list', { kind: 'tags', name: 'a/tags/list' }],
    ['a/blobs/uploads/manifests/latest', { kind: 'manifest', name: 'a/blobs/uploads', reference: 'latest' }],
    ['a/manifests/b/blobs/uploads/', { kind: 'uploads', name: 'a/manifests/b' }],
    ['tags/manifests/list', { kind: 'manifest', name: 'tags', reference: 'list' }],
    ['a/tags/manifests/list', { kind: 'manifest', name: 'a/tags', reference: 'list' }],
    ['_catalog/tags/list', { kind: 'tags', name: '_catalog' }],
  ])('%s is read from its end: a name may contain the words of the API', (path, route) => {
    expect(matchRoute(path)).toEqual(route)
  })

  it.each([
    ['a%2Db/manifests/v1%2E0', { kind: 'manifest', name: 'a-b', reference: 'v1.0' }],
    [`a/blobs/sha256%3A${'a'.repeat(64)}`, { kind: 'blob', name: 'a', digest }],
    ['%C3%A4/manifests/x', { kind: 'manifest', name: 'ä', reference: 'x' }],
  ])('%s is percent-decoded', (path, route) => {
    expect(matchRoute(path)).toEqual(route)
  })

  it('an encoded slash separates nothing', () => {
    expect(matchRoute('a%2Fb/manifests/latest')).toEqual({ kind: 'manifest', name: 'a%2Fb', reference: 'latest' })
    expect(matchRoute('a/manifests/..%2F..%2Fx')).toEqual({ kind: 'manifest', name: 'a', reference: '..%2F..%2Fx' })
    expect(matchRoute('a/manifests%2Flatest')).toBe(undefined)
  })

  it('what is no percent-encoding stays as it is', () => {
    expect(matchRoute('a%/manifests/%zz')).toEqual({ kind: 'manifest', name: 'a%', reference: '%zz' })
    expect(matchRoute('a/manifests/%ff')).toEqual({ kind: 'manifest', name: 'a', reference: '%ff' })
  })

  it.each([
    '/',
    'a',
    'a/b',
    '_catalog/',
    'manifests/latest',
    'blobs/x',
    'tags/list',
    'a/tags',
    'a/tags/list/',
    'a/tags/other',
    'a/manifests',
    'a/manifests/latest/',
    'a/blobs/uploads/id/more',
    'a/Manifests/latest',
    'constructor',
    '__proto__',
  ])('%s is no end point', (path) => {
    expect(matchRoute(path)).toBe(undefined)
  })

  it('a missing name or reference is left to be refused as malformed', () => {
    expect(matchRoute('/manifests/latest')).toEqual({ kind: 'manifest', name: '', reference: 'latest' })
    expect(matchRoute('a/manifests/')).toEqual({ kind: 'manifest', name: 'a', reference: '' })
    expect(matchRoute('a/blobs/')).toEqual({ kind: 'blob', name: 'a', digest: '' })
  })

  it('a long path costs no more than its length', () => {
    const path = `${'a/'.repeat(500_000)}manifests/latest`
    expect(matchRoute(path)).toMatchObject({ kind: 'manifest', reference: 'latest' })
  })
})
