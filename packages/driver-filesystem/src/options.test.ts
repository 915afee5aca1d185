import { parseOptions } from '@moorage/driver-core/kit'
import { describe, expect, test } from 'vitest'
import filesystem from './index.ts'

describe('the parameters of the filesystem driver', () => {
  test('have the defaults of the Go registry', () => {
    const defaults = { rootdirectory: '/var/lib/registry', maxthreads: 100, sync: true, maxopenfiles: 1024 }
    expect(parseOptions(filesystem, null)).toEqual(defaults)
    expect(parseOptions(filesystem, {})).toEqual(defaults)
  })

  test('may be given as text, as environment variables are', () => {
    const parameters = { rootdirectory: '/data', maxthreads: '50', sync: 'no', maxopenfiles: '10' }
    const expected = { rootdirectory: '/data', maxthreads: 50, sync: false, maxopenfiles: 10 }
    expect(parseOptions(filesystem, parameters)).toEqual(expected)
  })

  test('maxthreads below 25 counts as 25', () => {
    expect(parseOptions(filesystem, { maxthreads: 0 }).maxthreads).toBe(25)
    expect(parseOptions(filesystem, { maxthreads: 24 }).maxthreads).toBe(25)
    expect(parseOptions(filesystem, { maxthreads: 26 }).maxthreads).toBe(26)
  })

  test.each([
    [{ rootdirectoy: '/data' }, 'unknown parameter rootdirectoy'],
    [{ rootdirectory: '' }, 'parameter rootdirectory: expected a folder'],
    [{ rootdirectory: 7 }, 'parameter rootdirectory: expected a folder'],
    [{ maxthreads: 'many' }, 'parameter maxthreads: expected a whole number'],
    [{ sync: 'perhaps' }, 'parameter sync: expected true or false'],
    [{ maxopenfiles: 0 }, 'parameter maxopenfiles: expected a whole number from 1'],
  ])('%j is refused: %s', (parameters, message) => {
    expect(() => parseOptions(filesystem, parameters)).toThrow(message)
  })
})
