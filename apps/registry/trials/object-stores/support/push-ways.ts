import { digestOf } from '../../../src/testing/push.ts'
import type { Site } from '../../../src/testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, putUpload } from '../../../src/testing/upload.ts'
import { octets } from '../../support/moving-upload.ts'

/** Pushes a blob that the repository does not have. @returns its digest */
export type PushBlob = (site: Site, name: string, bytes: Uint8Array | string) => Promise<string>

/** How clients push blobs. */
export const pushWays = {
  'POST, PUT': pushByPut,
  'HEAD, POST, PUT': async (site, name, bytes) => {
    await expectMissing(site, name, bytes)
    return pushByPut(site, name, bytes)
  },
  'HEAD, POST, PATCH, PUT': async (site, name, bytes) => {
    await expectMissing(site, name, bytes)
    const patched = await patchUpload(site, await beginUpload(site, name), bytes, octets)
    return created(await putUpload(site, locationOf(patched), digestOf(bytes)), bytes)
  },
} as const satisfies Readonly<Record<string, PushBlob>>

async function pushByPut(site: Site, name: string, bytes: Uint8Array | string): Promise<string> {
  return created(await putUpload(site, await beginUpload(site, name), digestOf(bytes), bytes, octets), bytes)
}

async function expectMissing(site: Site, name: string, bytes: Uint8Array | string): Promise<void> {
  const { status } = await site.fetch(`/v2/${name}/blobs/${digestOf(bytes)}`, { method: 'HEAD' })
  if (status !== 404) throw new Error(`a blob that nobody has pushed was answered ${status}`)
}

async function created(response: Response, bytes: Uint8Array | string): Promise<string> {
  if (response.status !== 201) throw new Error(`a blob was answered ${response.status}: ${await response.text()}`)
  return digestOf(bytes)
}
