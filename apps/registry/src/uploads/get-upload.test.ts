import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRequest } from '../testing/open-request.ts'
import { errorCodes } from '../testing/push.ts'
import type { TestRegistry } from '../testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, pathOf, uploadIdOf } from '../testing/upload.ts'
import { type UploadSetup, uploadSetups } from '../testing/upload-setups.ts'

describe.each(uploadSetups)('GET /v2/<name>/blobs/uploads/<id>, $setup', ({ create }) => {
  let setup: UploadSetup
  let registry: TestRegistry

  beforeAll(async () => {
    setup = await create()
    registry = setup.registry
  })
  afterAll(() => setup[Symbol.asyncDispose]())

  it('answers 204 with how far the upload has come, and where it goes on', async () => {
    const patched = await patchUpload(registry, await beginUpload(registry, 'team/app'), '0123456789')
    const response = await registry.fetch(locationOf(patched))
    expect(response.status).toBe(204)
    expect(response.headers.get('range')).toBe('0-9')
    expect(response.headers.get('docker-upload-uuid')).toBe(uploadIdOf(locationOf(patched)))
    expect(response.headers.get('content-length')).toBe(null)
    expect((await patchUpload(registry, locationOf(response), 'abc')).headers.get('range')).toBe('0-12')
  })

  it('answers HEAD alike', async () => {
    const patched = await patchUpload(registry, await beginUpload(registry, 'team/app'), '0123456789')
    const response = await registry.fetch(locationOf(patched), { method: 'HEAD' })
    expect(response.status).toBe(204)
    expect(response.headers.get('range')).toBe('0-9')
  })

  it('answers 0-0 for an upload without bytes, and makes no file', async () => {
    const location = await beginUpload(registry, 'empty/app')
    const response = await registry.fetch(location)
    expect(response.status).toBe(204)
    expect(response.headers.get('range')).toBe('0-0')
    expect((await setup.store.files()).filter((file) => file.endsWith(`${uploadIdOf(location)}/data`))).toEqual([])
  })

  it('answers what is stored, whatever offset the location holds, on every instance', async () => {
    const location = await beginUpload(registry, 'team/app')
    await patchUpload(registry, location, '0123456789')
    for (const each of [registry, setup.other]) {
      const response = await each.fetch(pathOf(location))
      expect(response.status).toBe(204)
      expect(response.headers.get('range')).toBe('0-9')
      expect(new URL(locationOf(response)).origin).toBe(each.url)
    }
  })

  it('needs no _state once there are bytes', async () => {
    const location = await beginUpload(registry, 'team/app')
    await patchUpload(registry, location, '0123456789')
    const response = await setup.other.fetch(new URL(location).pathname)
    expect(response.status).toBe(204)
    const next = await patchUpload(setup.other, locationOf(response), 'abc')
    expect(next.status).toBe(202)
    expect(next.headers.get('range')).toBe('0-12')
  })

  it('answers many at the same time the same', async () => {
    const location = await beginUpload(registry, 'team/app')
    await patchUpload(registry, location, '0123456789')
    const responses = await Promise.all(Array.from({ length: 8 }, () => registry.fetch(location)))
    expect(responses.map((response) => [response.status, response.headers.get('range')])).toEqual(
      Array.from({ length: 8 }, () => [204, '0-9']),
    )
  })

  it('answers where a chunk begins while that chunk arrives, on any instance, and does not disturb it', async () => {
    const first = locationOf(await patchUpload(registry, await beginUpload(registry, 'team/app'), '0123456789'))
    const chunk = await openRequest(registry, 'PATCH', first, { 'Content-Length': '6' })
    await chunk.send('abc')
    for (const location of [first, new URL(first).pathname]) {
      const response = await registry.fetch(location)
      expect(response.status).toBe(204)
    }
    expect((await setup.other.fetch(pathOf(first))).status).toBe(204)
    const answer = chunk.answer()
    await chunk.send('def')
    expect(await answer).toMatch(/^HTTP\/1\.1 202 /)
    expect((await registry.fetch(first)).headers.get('range')).toBe('0-15')
  })

  it('does not disturb the very first chunk from another instance', async () => {
    const location = await beginUpload(registry, 'team/app')
    const chunk = await openRequest(registry, 'PATCH', location, { 'Content-Length': '6' })
    await chunk.send('abc')
    await expect
      .poll(async () => (await setup.store.files()).filter((file) => file.includes(uploadIdOf(location))).length)
      .toBeGreaterThan(0)
    expect((await setup.other.fetch(pathOf(location))).status).toBe(204)
    const answer = chunk.answer()
    await chunk.send('def')
    expect(await answer).toMatch(/^HTTP\/1\.1 202 /)
  })

  it('does not know an upload that never began', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'nonsense', '..%2F..%2Fblobs', '%00', 'A'.repeat(3000)]) {
      const response = await registry.fetch(`/v2/team/app/blobs/uploads/${id}`)
      expect(response.status).toBe(404)
      expect(await errorCodes(response)).toEqual(['BLOB_UPLOAD_UNKNOWN'])
    }
  })

  it('refuses a _state that is not of this upload with 404', async () => {
    const location = new URL(await beginUpload(registry, 'team/app'))
    const other = new URL(await beginUpload(registry, 'team/app'))
    for (const state of ['', 'nonsense', other.searchParams.get('_state') ?? '']) {
      location.searchParams.set('_state', state)
      const response = await registry.fetch(location.href)
      expect(response.status).toBe(404)
      expect(await errorCodes(response)).toEqual(['BLOB_UPLOAD_INVALID'])
    }
  })
})
