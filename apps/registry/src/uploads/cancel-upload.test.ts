import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf, errorCodes } from '../testing/push.ts'
import type { TestRegistry } from '../testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload, refusalOf, uploadIdOf } from '../testing/upload.ts'
import { type UploadSetup, uploadSetups } from '../testing/upload-setups.ts'

const unknown = [404, 'BLOB_UPLOAD_UNKNOWN']

describe.each(uploadSetups)('DELETE /v2/<name>/blobs/uploads/<id>, $setup', ({ create, hashesIn }) => {
  let setup: UploadSetup
  let registry: TestRegistry

  beforeAll(async () => {
    setup = await create()
    registry = setup.registry
  })
  afterAll(() => setup[Symbol.asyncDispose]())

  const cancel = (each: TestRegistry, location: string): Promise<Response> => each.fetch(location, { method: 'DELETE' })
  const expectOver = async (location: string): Promise<void> => {
    expect(await refusalOf(registry.fetch(location))).toEqual(unknown)
    expect(await refusalOf(patchUpload(registry, location, 'more'))).toEqual(unknown)
    expect(await refusalOf(putUpload(registry, location, digestOf('bytes')))).toEqual(unknown)
    expect(await refusalOf(cancel(registry, location))).toEqual(unknown)
  }

  it('answers 204; the upload is over, and nothing of it is left', async () => {
    const location = locationOf(await patchUpload(registry, await beginUpload(registry, 'team/app'), 'bytes'))
    const response = await cancel(registry, location)
    expect(response.status).toBe(204)
    expect(response.headers.get('docker-upload-uuid')).toBe(uploadIdOf(location))
    expect(await response.text()).toBe('')
    await expectOver(location)
    expect((await setup.store.files()).filter((file) => file.includes('/_uploads/'))).toEqual([])
  })

  it('ends an upload that has no bytes', async () => {
    const location = await beginUpload(registry, 'team/app')
    expect((await cancel(registry, location)).status).toBe(204)
    await expectOver(location)
    expect((await setup.store.files()).filter((file) => file.includes('/_uploads/'))).toEqual([])
  })

  it('ends an upload that another instance has', async () => {
    const location = locationOf(await patchUpload(registry, await beginUpload(registry, 'team/app'), 'bytes'))
    expect((await cancel(setup.other, pathOf(location))).status).toBe(204)
    // To go on with its own last bytes an instance does not ask an object store: who cancels an upload does not go on with it.
    if (hashesIn === 'files') await expectOver(location)
    expect(await refusalOf(registry.fetch(location))).toEqual(unknown)
    expect(await refusalOf(putUpload(setup.other, pathOf(location), digestOf('bytes')))).toEqual(unknown)
    expect((await setup.store.files()).filter((file) => file.includes('/_uploads/'))).toEqual([])
  })

  it('does not end another upload of the repository', async () => {
    const kept = locationOf(await patchUpload(registry, await beginUpload(registry, 'team/app'), 'kept'))
    await cancel(registry, await beginUpload(registry, 'team/app'))
    expect((await putUpload(registry, kept, digestOf('kept'))).status).toBe(201)
  })

  it('refuses a _state that is missing, forged or of another upload, and the upload goes on', async () => {
    const location = locationOf(await patchUpload(registry, await beginUpload(registry, 'team/app'), 'goes on'))
    const { pathname } = new URL(location)
    const foreign = new URL(await beginUpload(registry, 'team/app')).search
    for (const search of ['', '?_state=AAAA', foreign]) {
      const response = await cancel(registry, `${pathname}${search}`)
      expect(response.status).toBe(404)
      expect(await errorCodes(response)).toEqual(['BLOB_UPLOAD_INVALID'])
    }
    expect((await putUpload(registry, location, digestOf('goes on'))).status).toBe(201)
  })

  it('does not know an upload whose name is malformed, nor one that is closed', async () => {
    const location = await beginUpload(registry, 'team/app')
    expect(
      await refusalOf(cancel(registry, `/v2/team/app/blobs/uploads/..%2Fuploads${new URL(location).search}`)),
    ).toEqual(unknown)
    await putUpload(registry, location, digestOf('closed'), 'closed')
    expect(await refusalOf(cancel(registry, location))).toEqual(unknown)
  })
})
