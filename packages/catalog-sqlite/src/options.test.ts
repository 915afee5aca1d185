import { parseCatalogOptions } from '@moorage/catalog-core'
import { describe, expect, test } from 'vitest'
import sqlite from './index.ts'

describe('the options of the catalog sqlite', () => {
  test('have defaults but for the path', () => {
    expect(parseCatalogOptions(sqlite, { path: '/data/catalog' })).toEqual({ path: '/data/catalog', busytimeout: 5000 })
  })

  test('take durations as the registry does', () => {
    const options = { path: '/data/catalog', busytimeout: '1m30s' }
    expect(parseCatalogOptions(sqlite, options)).toEqual({ path: '/data/catalog', busytimeout: 90_000 })
  })

  test.each([
    [{}, 'parameter path: expected the path of a file'],
    [{ path: '' }, 'parameter path: expected the path of a file'],
    [{ path: ' ' }, 'parameter path: expected the path of a file'],
    [{ path: ':memory:' }, 'parameter path: expected the path of a file: a catalog is there for several processes'],
    [{ path: 'file:catalog?mode=memory' }, 'parameter path: expected the path of a file'],
    [{ path: '/c', busytimeout: 5 }, 'parameter busytimeout: expected a duration such as 5s'],
    [{ path: '/c', busytimeout: '11m' }, 'parameter busytimeout: expected a duration such as 5s'],
    [{ path: '/c', timeout: '5s' }, 'unknown parameter timeout'],
  ])('%j is refused: %s', (options, message) => {
    expect(() => parseCatalogOptions(sqlite, options)).toThrow(message)
  })
})
