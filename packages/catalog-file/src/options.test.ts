import { parseCatalogOptions } from '@moorage/catalog-core'
import { describe, expect, test } from 'vitest'
import file from './index.ts'

describe('the options of the catalog file', () => {
  test('have the default of the first registry that kept such a list', () => {
    expect(parseCatalogOptions(file, null)).toEqual({ path: '/opt/registry/repositories' })
  })

  test.each([
    [{ path: '' }, 'parameter path: expected the path of a file'],
    [{ path: ['a'] }, 'parameter path: expected the path of a file'],
    [{ file: '/list' }, 'unknown parameter file'],
  ])('%j is refused: %s', (options, message) => {
    expect(() => parseCatalogOptions(file, options)).toThrow(message)
  })
})
