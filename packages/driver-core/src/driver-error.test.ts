import { describe, expect, test } from 'vitest'
import { DriverError, isDriverError, pathNotFound } from './index.ts'

describe('a driver error', () => {
  test('begins with the name of the driver and the path', () => {
    const error = new DriverError({ code: 'NO_SPACE', driver: 'cos', path: '/a', message: 'the bucket is full' })
    expect(error.message).toBe('cos: /a: the bucket is full')
    expect(new DriverError({ code: 'UNEXPECTED', driver: 'cos', message: 'odd' }).message).toBe('cos: odd')
  })

  test('keeps its cause', () => {
    const cause = new Error('ENOENT')
    expect(pathNotFound('cos', '/a', cause)).toMatchObject({ code: 'PATH_NOT_FOUND', path: '/a', cause })
  })

  test('may be retried when the store throttles or is away, unless it says otherwise', () => {
    const retryable = (code: DriverError['code'], given?: boolean): boolean =>
      new DriverError({ code, driver: 'cos', message: 'x', retryable: given }).retryable
    expect(retryable('RATE_LIMITED')).toBe(true)
    expect(retryable('UNAVAILABLE')).toBe(true)
    expect(retryable('ACCESS_DENIED')).toBe(false)
    expect(retryable('UNAVAILABLE', false)).toBe(false)
    expect(retryable('CONFLICT', true)).toBe(true)
  })

  test('is known by its shape, so that one of another copy of the package counts', () => {
    const foreign = Object.assign(new Error('x'), { name: 'DriverError', code: 'NO_SPACE' })
    expect(isDriverError(foreign)).toBe(true)
    expect(isDriverError(foreign, 'NO_SPACE', 'CONFLICT')).toBe(true)
    expect(isDriverError(foreign, 'CONFLICT')).toBe(false)
    expect(isDriverError(Object.assign(new Error('x'), { code: 'NO_SPACE' }))).toBe(false)
    expect(isDriverError({ name: 'DriverError', code: 'NO_SPACE' })).toBe(false)
    expect(isDriverError(undefined)).toBe(false)
  })
})
