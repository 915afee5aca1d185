import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { runCommand } from './support/run-command.ts'
import { findSkipReason } from './support/skip-reason.ts'
import { type RunningRegistry, startRegistry } from './support/start-registry.ts'
import { createTemporaryFolder } from './support/temporary-folder.ts'

const skipReason = await findSkipReason(['buildah'], { asRoot: true })
const resources = new AsyncDisposableStack()
let registry: RunningRegistry
let folder: string

beforeAll(async () => {
  if (skipReason !== undefined) return
  folder = resources.use(await createTemporaryFolder()).path
  registry = resources.use(await startRegistry())
  // Whom a machine trusts to sign images, and where it looks for short names, has nothing to do with the registry.
  await writeFile(join(folder, 'policy.json'), JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }))
  await writeFile(join(folder, 'registries.conf'), 'unqualified-search-registries = []\n')
})

afterAll(() => resources.disposeAsync())

beforeEach((context) => {
  if (skipReason !== undefined) context.skip(skipReason)
})

/** Runs buildah on a store of its own and returns the line it prints. */
async function buildah(command: string, ...parameters: readonly string[]): Promise<string> {
  const store = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run'), '--storage-driver', 'vfs']
  const { stdout } = await runCommand('buildah', [...store, command, ...parameters], {
    environment: { BUILDAH_ISOLATION: 'chroot', CONTAINERS_REGISTRIES_CONF: join(folder, 'registries.conf') },
  })
  return stdout.trim()
}

/** Builds an image of two layers from nothing and returns its identity, which comes from its configuration. */
async function build(image: string, format: string): Promise<string> {
  const first = await buildah('from', 'scratch')
  await buildah('copy', first, join(folder, 'large.bin'), '/data/large.bin')
  await buildah('commit', '--rm', '--format', format, first, `${image}-base`)
  const second = await buildah('from', '--pull-never', `${image}-base`)
  await buildah('copy', second, join(folder, 'small.txt'), '/small.txt')
  await buildah('config', '--label', 'purpose=test', '--entrypoint', '["/small.txt"]', second)
  return buildah('commit', '--rm', '--quiet', '--format', format, second, image)
}

async function push(image: string, reference: string, ...parameters: readonly string[]): Promise<string> {
  const digestFile = join(folder, 'digest')
  const signatures = ['--signature-policy', join(folder, 'policy.json')]
  const destination = `docker://${registry.address}/${reference}`
  await buildah(
    'push',
    '--tls-verify=false',
    ...signatures,
    '--digestfile',
    digestFile,
    ...parameters,
    image,
    destination,
  )
  return readFile(digestFile, 'utf8')
}

async function pull(reference: string): Promise<string> {
  const signatures = ['--signature-policy', join(folder, 'policy.json')]
  return buildah('pull', '--quiet', '--tls-verify=false', ...signatures, `docker://${registry.address}/${reference}`)
}

for (const { name, built, pushed } of [
  { name: 'OCI', built: 'oci', pushed: 'oci' },
  { name: 'Docker', built: 'docker', pushed: 'v2s2' },
]) {
  test(`an image in the ${name} format comes back as it was built`, async () => {
    const image = `localhost/team/${built}`
    const large = randomBytes(2 * 1024 * 1024)
    await writeFile(join(folder, 'large.bin'), large)
    await writeFile(join(folder, 'small.txt'), 'small\n')
    const identity = await build(image, built)
    const digest = await push(image, `team/${built}:1`, '--format', pushed)
    await buildah('rmi', '--all', '--force')

    expect(await pull(`team/${built}@${digest}`)).toBe(identity)
    expect(await pull(`team/${built}:1`)).toBe(identity)
    const container = await buildah('from', identity)
    const root = await buildah('mount', container)
    expect(await readFile(join(root, 'data', 'large.bin'))).toEqual(large)
    expect(await readFile(join(root, 'small.txt'), 'utf8')).toBe('small\n')
    expect(await buildah('inspect', '--format', '{{.OCIv1.Config.Labels.purpose}}', container)).toBe('test')
    await buildah('rm', container)
  })
}
