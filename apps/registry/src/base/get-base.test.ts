import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errorCodes } from '../testing/push.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'

describe('GET and HEAD /v2/', () => {
  let registry: TestRegistry

  beforeAll(async () => {
    registry = await startTestRegistry()
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
  })

  it('answers 200 and an empty object, and names the version of the API', async () => {
    const response = await registry.fetch('/v2/')
    expect(response.status).toBe(200)
    expect(response.headers.get('docker-distribution-api-version')).toBe('registry/2.0')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.text()).toBe('{}')
  })

  it('answers HEAD with the same headers and no body', async () => {
    const response = await registry.fetch('/v2/', { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe('2')
    expect(await response.text()).toBe('')
  })

  it('does not mind a query', async () => {
    expect((await registry.fetch('/v2/?account=someone')).status).toBe(200)
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('refuses %s with 405 and says what it takes', async (method) => {
    const response = await registry.fetch('/v2/', { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    expect(await errorCodes(response)).toEqual(['UNSUPPORTED'])
  })

  it('sends those who forget the slash there', async () => {
    const response = await registry.fetch('/v2')
    expect(response.status).toBe(301)
    expect(response.headers.get('location')).toBe('/v2/')
  })

  it('lies below http.prefix where that is set, and nowhere else', async () => {
    await using prefixed = await startTestRegistry({ http: { prefix: '/hub/' } })
    expect((await prefixed.fetch('/hub/v2/')).status).toBe(200)
    expect((await prefixed.fetch('/v2/')).status).toBe(404)
  })
})
