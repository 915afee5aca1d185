import { DriverError, type DriverErrorCode } from '@moorage/driver-core'
import { createMemoryDriver } from '@moorage/driver-memory'
import { describe, expect, it } from 'vitest'
import { startTestRegistry } from '../testing/start-test-registry.ts'
import { RegistryError } from './registry-error.ts'
import { toRegistryError } from './to-registry-error.ts'

const path = '/docker/registry/v2/blobs/secret-place'

function failure(
  code: DriverErrorCode,
  details: { retryable?: boolean; retryAfterSeconds?: number } = {},
): DriverError {
  return new DriverError({ code, driver: 'cos', path, message: 'AccessKey AKID123 was refused', ...details })
}

describe('what a client is told', () => {
  it.each([
    ['RATE_LIMITED', 429, 'TOOMANYREQUESTS', '1'],
    ['UNAVAILABLE', 503, 'UNAVAILABLE', '1'],
    ['CONFLICT', 503, 'UNAVAILABLE', undefined],
    ['NO_SPACE', 507, 'DENIED', undefined],
    ['ACCESS_DENIED', 500, 'UNKNOWN', undefined],
    ['PATH_NOT_FOUND', 500, 'UNKNOWN', undefined],
    ['INVALID_PATH', 500, 'UNKNOWN', undefined],
    ['INVALID_OFFSET', 500, 'UNKNOWN', undefined],
    ['UNSUPPORTED', 500, 'UNKNOWN', undefined],
    ['CONFIG_INVALID', 500, 'UNKNOWN', undefined],
    ['CLOSED', 500, 'UNKNOWN', undefined],
    ['ABORTED', 500, 'UNKNOWN', undefined],
    ['UNEXPECTED', 500, 'UNKNOWN', undefined],
  ] as const)('when the store answers %s is %i', (code, status, registryCode, retryAfter) => {
    const cause = failure(code)
    const error = toRegistryError(cause)
    expect([error.status, error.code, error.headers['Retry-After']]).toEqual([status, registryCode, retryAfter])
    expect(error.cause).toBe(cause)
    expect(`${error.message} ${JSON.stringify(error.detail)}`).not.toMatch(/secret-place|AKID123|cos/)
  })

  it.each([
    [0.2, '1'],
    [2.5, '3'],
    [60, '60'],
  ])('when to come back after a store that asked for %d seconds', (retryAfterSeconds, retryAfter) => {
    expect(toRegistryError(failure('RATE_LIMITED', { retryAfterSeconds })).headers['Retry-After']).toBe(retryAfter)
  })

  it('is a refusal as it was thrown', () => {
    const refusal = new RegistryError('NAME_INVALID')
    expect(toRegistryError(refusal)).toBe(refusal)
  })

  it.each([new TypeError('x is undefined'), 'text', undefined, null, { code: 'NO_SPACE' }])(
    'of anything else is nothing but 500: %s',
    (thrown) => {
      const error = toRegistryError(thrown)
      expect([error.status, error.code, error.message]).toEqual([500, 'UNKNOWN', 'unknown error'])
      expect(error.cause).toBe(thrown)
    },
  )

  it('is all that the answer says', async () => {
    const driver = createMemoryDriver()
    driver.getContent = () => Promise.reject(failure('UNAVAILABLE', { retryAfterSeconds: 5 }))
    await using registry = await startTestRegistry({}, { driver })
    const response = await registry.fetch('/v2/team/app/manifests/latest')
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('5')
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ errors: [{ code: 'UNAVAILABLE' }] })
    expect(text).not.toMatch(/secret-place|AKID123|cos|docker\/registry/)
  })
})
