import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMemoryDriver } from '@moorage/driver-memory'
import { digestOf, errorCodes, pushBlob, pushImage } from '../testing/push.ts'
import { rawRequest } from '../testing/raw-request.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'

const digest = digestOf('')
const id = '00000000-0000-4000-8000-000000000000'
const endpoints = {
  '': 'GET, HEAD',
  _catalog: 'GET, HEAD',
  'team/app/tags/list': 'GET, HEAD',
  'team/app/manifests/latest': 'GET, HEAD, PUT, DELETE',
  [`team/app/blobs/${digest}`]: 'GET, HEAD, DELETE',
  'team/app/blobs/uploads/': 'POST',
  [`team/app/blobs/uploads/${id}`]: 'PATCH, PUT, GET, HEAD, DELETE',
  [`team/app/referrers/${digest}`]: 'GET, HEAD',
}
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']

describe('a request', () => {
  let registry: TestRegistry

  beforeAll(async () => {
    registry = await startTestRegistry()
  })
  afterAll(() => registry[Symbol.asyncDispose]())

  const refused = Object.entries(endpoints).flatMap(([path, allowed]) =>
    methods.filter((method) => !allowed.split(', ').includes(method)).map((method) => ({ method, path, allowed })),
  )

  it.each(refused)('$method /v2/$path is answered 405, with what is allowed', async ({ method, path, allowed }) => {
    const response = await rawRequest(registry, { method, path: `/v2/${path}` })
    expect(response.status).toBe(405)
    expect(response.headers.allow).toBe(allowed)
    expect(response.headers['docker-distribution-api-version']).toBe('registry/2.0')
    expect(response.body).toMatch(method === 'HEAD' ? /^$/ : /"code":"UNSUPPORTED"/)
  })

  it.each([
    '/v2/team',
    '/v2/team/app',
    '/v2/_catalog/',
    '/v2/_search',
    '/v2/team/app/tags',
    '/v2/team/app/tags/list/',
    '/v2/team/app/manifests/latest/',
    '/v2/constructor',
    '/v2/__proto__',
    '/v2//',
    '/v1/',
    '/v1/repositories/app/images',
    '/v22/',
    '/index.html',
    '//v2/',
  ])('for %s, which is no end point, is answered 404', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const response = await rawRequest(registry, { method, path })
      expect(response.status).toBe(404)
      expect(JSON.parse(response.body)).toMatchObject({ errors: [{ code: 'UNSUPPORTED' }] })
    }
    const head = await rawRequest(registry, { method: 'HEAD', path })
    expect([head.status, head.body]).toEqual([404, ''])
  })

  it.each([
    '/v2/Team/app/tags/list',
    '/v2//tags/list',
    '/v2/team//app/tags/list',
    '/v2/team/../app/tags/list',
    '/v2/team/%2e%2e/app/tags/list',
    '/v2/team%2Fapp/tags/list',
    '/v2/team/app%00/tags/list',
    '/v2/_uploads/tags/list',
    '/v2/team/%/tags/list',
    `/v2/${'a'.repeat(256)}/tags/list`,
    `/v2/${'a/'.repeat(5000)}b/tags/list`,
  ])('that names the repository of %s is answered 400', async (path) => {
    const response = await rawRequest(registry, { path })
    expect(response.status).toBe(400)
    expect(JSON.parse(response.body)).toMatchObject({ errors: [{ code: 'NAME_INVALID' }] })
  })

  it('may name a repository of 255 characters', async () => {
    const name = `${'a'.repeat(127)}/${'b'.repeat(127)}`
    await pushBlob(registry, name, 'in a long name')
    expect((await registry.fetch(`/v2/${name}/blobs/${digestOf('in a long name')}`)).status).toBe(200)
  })

  it('without a slash behind v2 is led to it', async () => {
    const response = await registry.fetch('/v2')
    expect(response.status).toBe(301)
    expect(response.headers.get('location')).toBe('/v2/')
  })

  it('for the root is answered 200, for load balancers', async () => {
    const response = await registry.fetch('/')
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  it('that is refused gets a JSON body, which HEAD leaves out', async () => {
    for (const path of [`team/app/blobs/${digestOf('unknown')}`, 'team/app/manifests/unknown', 'Team/tags/list']) {
      const response = await registry.fetch(`/v2/${path}`)
      expect(response.headers.get('content-type')).toMatch(/^application\/json/)
      const text = await response.text()
      expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
      const { errors } = JSON.parse(text) as { errors: { code: unknown; message: unknown }[] }
      expect(errors.length).toBe(1)
      expect(errors[0]).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.stringMatching(/./) })
      expect(text).not.toMatch(/docker\/registry|memory|node_modules|\.ts\b/)
      const head = await registry.fetch(`/v2/${path}`, { method: 'HEAD' })
      expect([head.status, await head.text()]).toEqual([response.status, ''])
    }
  })
})

describe('a read-only registry', () => {
  it('answers what it has, and refuses to write with 405', async () => {
    const driver = createMemoryDriver()
    await using writable = await startTestRegistry({}, { driver })
    const blob = await pushBlob(writable, 'team/app', 'there before')
    await pushImage(writable, 'team/app', 'latest')
    const storage = { maintenance: { readonly: { enabled: true } } }
    await using registry = await startTestRegistry({ storage }, { driver })

    for (const path of [`blobs/${blob}`, 'manifests/latest', 'tags/list']) {
      expect((await registry.fetch(`/v2/team/app/${path}`)).status).toBe(200)
    }
    for (const [method, path] of [
      ['POST', 'blobs/uploads/'],
      ['POST', `blobs/uploads/?mount=${blob}&from=team/app`],
      ['PATCH', `blobs/uploads/${id}`],
      ['PUT', `blobs/uploads/${id}?digest=${blob}`],
      ['DELETE', `blobs/uploads/${id}`],
      ['PUT', 'manifests/other'],
      ['DELETE', 'manifests/latest'],
      ['DELETE', `blobs/${blob}`],
    ] as const) {
      const response = await registry.fetch(`/v2/team/app/${path}`, { method })
      expect(response.status).toBe(405)
      expect(await errorCodes(response)).toEqual(['UNSUPPORTED'])
    }
    expect((await registry.fetch('/v2/team/app/manifests/latest')).status).toBe(200)
  })
})
