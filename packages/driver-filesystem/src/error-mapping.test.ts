import { describe, expect, test } from 'vitest'
import { toDriverError } from './error-mapping.ts'

const systemError = (code: string): Error => Object.assign(new Error(`${code}: /the/folder/file`), { code })

describe('errors of the operating system', () => {
  test.each([
    ['ENOENT', 'PATH_NOT_FOUND', 'PATH_NOT_FOUND'],
    ['ENOTDIR', 'PATH_NOT_FOUND', 'INVALID_PATH'],
    ['EISDIR', 'PATH_NOT_FOUND', 'INVALID_PATH'],
    ['ENAMETOOLONG', 'INVALID_PATH', 'INVALID_PATH'],
    ['ENOSPC', 'NO_SPACE', 'NO_SPACE'],
    ['EDQUOT', 'NO_SPACE', 'NO_SPACE'],
    ['EACCES', 'ACCESS_DENIED', 'ACCESS_DENIED'],
    ['EPERM', 'ACCESS_DENIED', 'ACCESS_DENIED'],
    ['EROFS', 'ACCESS_DENIED', 'ACCESS_DENIED'],
    ['EMFILE', 'UNAVAILABLE', 'UNAVAILABLE'],
    ['ENFILE', 'UNAVAILABLE', 'UNAVAILABLE'],
    ['EIO', 'UNEXPECTED', 'UNEXPECTED'],
  ])('%s is %s to a reader and %s to a writer', (errno, reading, writing) => {
    const cause = systemError(errno)
    expect(toDriverError(cause, '/file', 'read')).toMatchObject({ code: reading, path: '/file', cause })
    expect(toDriverError(cause, '/file', 'write')).toMatchObject({ code: writing, path: '/file', cause })
    expect(toDriverError(cause, '/file', 'write').message).not.toContain('/the/folder')
  })

  test('only what may pass by itself is worth a retry', () => {
    expect(toDriverError(systemError('EMFILE'), '/file', 'read').retryable).toBe(true)
    expect(toDriverError(systemError('ENOSPC'), '/file', 'write').retryable).toBe(false)
  })

  test('what is a DriverError already stays as it is', () => {
    const error = toDriverError(systemError('ENOENT'), '/file', 'read')
    expect(toDriverError(error, '/other', 'write')).toBe(error)
  })
})
