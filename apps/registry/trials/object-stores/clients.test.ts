import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DockerEngine, startDockerEngine } from '../../clients/support/docker-engine.ts'
import { type MultiPlatformImage, readBlobDigests, writeLayout } from '../../clients/support/oci-layout.ts'
import { runCommand } from '../../clients/support/run-command.ts'
import { findSkipReason } from '../../clients/support/skip-reason.ts'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import type { RunningSite } from '../support/site.ts'
import { type EmulatedStore, startEmulatedStore } from './support/emulated-store.ts'
import { signedByUrl } from './support/signed-by-url.ts'
import { storeKinds } from './support/store-kinds.ts'
import { startStoreSite } from './support/store-site.ts'

/** Each way of starting, and whether clients fetch blobs from the store itself. */
const starts = [
  { by: 'file', redirects: true, title: 'serve with a file, redirects on' },
  { by: 'file', redirects: false, title: 'serve with a file, redirects off' },
  { by: 'environment', redirects: true, title: 'serve by the environment alone, redirects on' },
  { by: 'environment', redirects: false, title: 'serve by the environment alone, redirects off' },
] as const

const skopeoReason = await findSkipReason(['skopeo'])
const dockerReason = await findSkipReason(['dockerd', 'docker'], { asRoot: true })

const resources = new AsyncDisposableStack()
let folder: string
let image: MultiPlatformImage
let engine: DockerEngine

beforeAll(async () => {
  folder = resources.use(await createTemporaryFolder()).path
  image = await writeLayout(join(folder, 'original'), 'original')
  if (dockerReason === undefined) engine = resources.use(await startDockerEngine())
})
afterAll(() => resources.disposeAsync())

describe.each(storeKinds)('on $name', (kind) => {
  describe.each(starts)('$title', ({ by, redirects }) => {
    const own = new AsyncDisposableStack()
    let store: EmulatedStore
    let site: RunningSite
    let address: string

    beforeAll(async () => {
      store = own.use(await startEmulatedStore(kind))
      site = own.use(await startStoreSite(store, { by, redirects }))
      address = new URL(site.url).host
    })
    beforeEach(() => store.emulator.requests.clear())
    afterAll(() => own.disposeAsync())

    /** Blobs that clients fetched from the store, past the registry. */
    const redirected = (): number =>
      store.emulator.requests.list('GetObject').filter((entry) => entry.status === 200 && signedByUrl(entry)).length

    test('skopeo pushes an image of two platforms, and pulls it byte for byte', async (context) => {
      if (skopeoReason !== undefined) context.skip(skopeoReason)
      const reference = `docker://${address}/team/skopeo:1`
      const copy = ['--insecure-policy', 'copy', '--all', '--preserve-digests']
      const original = `oci:${join(folder, 'original')}:original`
      await runCommand('skopeo', [...copy, '--dest-tls-verify=false', original, reference])
      const layout = join(folder, `${kind.name}-${by}-${redirects}`)
      await runCommand('skopeo', [...copy, '--src-tls-verify=false', reference, `oci:${layout}:copy`])
      expect(await readBlobDigests(layout)).toEqual(await readBlobDigests(join(folder, 'original')))
      const manifest = await site.fetch('/v2/team/skopeo/manifests/1')
      expect(manifest.headers.get('docker-content-digest')).toBe(image.index.digest)
      // Two images of a config and three layers, of which they share one.
      expect(redirected()).toBe(redirects ? 7 : 0)
    })

    test('a Docker Engine pushes an image, and pulls it as it was', async (context) => {
      if (dockerReason !== undefined) context.skip(dockerReason)
      const name = `${address}/team/docker:1`
      await importImage(name)
      const inspect = async (): Promise<string> =>
        (await engine.docker('image', 'inspect', '--format', '{{json .Id}} {{json .RootFS}}', name)).stdout
      const pushed = await inspect()
      await engine.docker('push', name)
      await engine.docker('image', 'rm', '--force', name)
      await engine.docker('pull', name)
      expect(await inspect()).toBe(pushed)
      // The config and the layer.
      expect(redirected()).toBe(redirects ? 2 : 0)
    })
  })
})

/** Makes an image of one layer, of more than one part. */
async function importImage(name: string): Promise<void> {
  await writeFile(join(folder, 'large.bin'), randomBytes(12 * 1024 * 1024))
  await runCommand('tar', ['-cf', join(folder, 'large.tar'), '-C', folder, 'large.bin'])
  await engine.docker('import', join(folder, 'large.tar'), name)
}
