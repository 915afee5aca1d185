import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dockerImage, dockerList, ociImage, ociIndex } from '../testing/manifests.ts'
import { digestOf, errorCodes, type PushedManifest, pushImage, putManifest } from '../testing/push.ts'
import { rawRequest } from '../testing/raw-request.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'

describe('GET and HEAD /v2/<name>/manifests/<reference>', () => {
  let registry: TestRegistry
  let image: PushedManifest

  beforeAll(async () => {
    registry = await startTestRegistry()
    image = await pushImage(registry, 'team/app', 'latest')
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
  })

  const get = (reference: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
    registry.fetch(`/v2/team/app/manifests/${reference}`, { method, headers })

  it('answers the very bytes that were pushed, by tag and by digest', async () => {
    for (const reference of ['latest', image.digest]) {
      const response = await get(reference)
      expect(response.status).toBe(200)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': ociImage,
        'content-length': String(image.bytes.length),
        'docker-content-digest': image.digest,
        etag: `"${image.digest}"`,
        'docker-distribution-api-version': 'registry/2.0',
      })
      expect(await response.text()).toBe(image.bytes)
    }
  })

  it('answers HEAD with the same headers and no body', async () => {
    for (const reference of ['latest', image.digest]) {
      const response = await get(reference, {}, 'HEAD')
      expect(response.status).toBe(200)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': ociImage,
        'content-length': String(image.bytes.length),
        'docker-content-digest': image.digest,
        etag: `"${image.digest}"`,
      })
      expect(await response.text()).toBe('')
    }
  })

  it('keeps blanks, line ends and the order of keys', async () => {
    const bytes = image.bytes.replace('{', '{\n\t ').replace(/\}$/, '\r\n}\n')
    const pushed = await putManifest(registry, 'team/app', 'spaced', bytes)
    expect(pushed.response.status).toBe(201)
    expect(await (await get('spaced')).text()).toBe(bytes)
  })

  it('answers 304 without a body when If-None-Match names this content', async () => {
    for (const tag of [`"${image.digest}"`, `W/"${image.digest}"`, image.digest, `"other", "${image.digest}"`, '*']) {
      for (const method of ['GET', 'HEAD']) {
        const response = await get('latest', { 'if-none-match': tag }, method)
        expect(response.status).toBe(304)
        expect(response.headers.get('docker-content-digest')).toBe(image.digest)
        expect(response.headers.get('etag')).toBe(`"${image.digest}"`)
        expect(await response.text()).toBe('')
      }
    }
    expect((await get('latest', { 'if-none-match': `"${digestOf('other')}"` })).status).toBe(200)
  })

  it.each([
    ['the type itself', ociImage],
    ['the type among others', `${dockerImage}, ${ociImage};q=0.5, ${dockerList}`],
    ['a wildcard of its kind', 'application/*'],
    ['anything', '*/*'],
    ['what curl sends', '*/*'],
    ['an empty header', ''],
  ])('takes an Accept of %s', async (_, accept) => {
    const response = await get('latest', { accept })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(ociImage)
  })

  it('takes an absent Accept for anything', async () => {
    const response = await rawRequest(registry, { path: '/v2/team/app/manifests/latest' })
    expect(response.status).toBe(200)
    expect(response.headers['content-type']).toBe(ociImage)
  })

  it('takes Accept in several headers, as Docker sends it', async () => {
    const path = '/v2/team/app/manifests/latest'
    const takes = await rawRequest(registry, { path, headers: { accept: [dockerImage, dockerList, ociImage] } })
    expect(takes.status).toBe(200)
    const leavesOut = await rawRequest(registry, { path, headers: { accept: [dockerImage, dockerList, ociIndex] } })
    expect(leavesOut.status).toBe(404)
  })

  it.each([
    ['other types only', `${dockerImage}, ${ociIndex}`],
    ['the type at weight 0', `${ociImage};q=0, ${ociIndex}`],
    ['anything but the type', `*/*, ${ociImage};q=0`],
  ])('answers 404 for an Accept of %s', async (_, accept) => {
    const response = await get('latest', { accept })
    expect(response.status).toBe(404)
    expect(await errorCodes(response)).toEqual(['MANIFEST_UNKNOWN'])
  })

  it('answers an index as it is to a client that names no type, and does not pick a platform for it', async () => {
    const index = {
      schemaVersion: 2,
      mediaType: dockerList,
      manifests: [
        {
          mediaType: ociImage,
          digest: image.digest,
          size: image.bytes.length,
          platform: { architecture: 'amd64', os: 'linux' },
        },
      ],
    }
    const pushed = await putManifest(registry, 'team/app', 'many', index, dockerList)
    expect(pushed.response.status).toBe(201)
    const response = await rawRequest(registry, { path: '/v2/team/app/manifests/many' })
    expect(response.headers['content-type']).toBe(dockerList)
    expect(response.headers['docker-content-digest']).toBe(pushed.digest)
  })

  it.each([
    ['a tag', 'missing'],
    ['a digest', digestOf('missing')],
    ['a tag that a tag begins with', 'late'],
  ])('answers 404 for %s that the repository does not have', async (_, reference) => {
    const response = await get(reference)
    expect(response.status).toBe(404)
    expect(await errorCodes(response)).toEqual(['MANIFEST_UNKNOWN'])
    expect((await get(reference, {}, 'HEAD')).status).toBe(404)
  })

  it.each(['team/other', 'team', 'team/app/more'])('does not know the manifest in %s', async (name) => {
    for (const reference of ['latest', image.digest]) {
      const response = await registry.fetch(`/v2/${name}/manifests/${reference}`)
      expect(response.status).toBe(404)
      expect(await errorCodes(response)).toEqual(['MANIFEST_UNKNOWN'])
    }
  })

  it('does not give out a layer as a manifest', async () => {
    const { layers } = JSON.parse(image.bytes) as { layers: { digest: string }[] }
    expect((await get(layers[0]?.digest ?? '')).status).toBe(404)
  })

  it.each(['-latest', '.latest', 'a'.repeat(129), 'l%C3%A4test', 'a%20b', 'a%00b', '%2e%2e', 'a%2Fb'])(
    'answers 404 for %s, which no tag can be',
    async (reference) => {
      const path = `/v2/team/app/manifests/${reference}`
      const response = await rawRequest(registry, { path })
      expect(response.status).toBe(404)
      expect(response.body).toContain('MANIFEST_UNKNOWN')
      expect((await rawRequest(registry, { method: 'HEAD', path })).status).toBe(404)
    },
  )

  it.each([
    'sha256:abc',
    `sha256:${'A'.repeat(64)}`,
    `sha256:${'a'.repeat(65)}`,
    `sha384:${'a'.repeat(96)}`,
    `md5:${'a'.repeat(32)}`,
    'sha256:',
    ':',
    'latest:latest',
    `sha256:${'a'.repeat(62)}%2F%2F`,
  ])('refuses %s, which is no digest, with 400 for GET and HEAD', async (reference) => {
    const response = await get(reference)
    expect(response.status).toBe(400)
    expect(await errorCodes(response)).toEqual(['DIGEST_INVALID'])
    expect((await get(reference, {}, 'HEAD')).status).toBe(400)
  })

  it('refuses other methods with 405 and says what it takes', async () => {
    for (const method of ['POST', 'PATCH', 'OPTIONS']) {
      const response = await get('latest', {}, method)
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('GET, HEAD, PUT, DELETE')
      expect(await errorCodes(response)).toEqual(['UNSUPPORTED'])
    }
  })
})
