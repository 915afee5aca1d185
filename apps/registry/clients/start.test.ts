import { createHash } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Daemon, startDaemon } from './support/daemon.ts'
import { createTemporaryFolder } from './support/temporary-folder.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const main = join(root, 'apps', 'registry', 'dist', 'main.js')

let resources: AsyncDisposableStack
let folder: string

beforeEach(async () => {
  resources = new AsyncDisposableStack()
  folder = resources.use(await createTemporaryFolder()).path
})

afterEach(() => resources.disposeAsync())

/** Starts a command in an empty folder and waits for the last thing that a start tells its user. */
async function start(program: string, ...parameters: readonly string[]): Promise<Daemon> {
  const environment = { REGISTRY_HTTP_ADDR: '127.0.0.1:0', INIT_CWD: folder }
  const readyPattern = /docker push (127\.0\.0\.1:[1-9]\d*)\/\S+/
  return resources.use(await startDaemon(program, parameters, { workingFolder: folder, environment, readyPattern }))
}

async function ping(daemon: Daemon): Promise<number> {
  const response = await fetch(`http://${daemon.ready[1]}/v2/`)
  await response.body?.cancel()
  return response.status
}

async function writeConfiguration(): Promise<void> {
  const lines = ['version: 0.1', 'storage:', '  filesystem:', '    rootdirectory: ./named-in-the-file']
  await writeFile(join(folder, 'config.yml'), `${lines.join('\n')}\n`)
}

/** Pushes a blob, so that the storage folder comes into being. */
async function pushBlob(daemon: Daemon): Promise<void> {
  const content = 'a blob'
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`
  const response = await fetch(`http://${daemon.ready[1]}/v2/team/small/blobs/uploads/?digest=${digest}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: content,
  })
  expect(response.status).toBe(201)
}

test('a start without a configuration tells the address, the storage folder and a first push', async () => {
  const registry = await start(process.execPath, main, 'serve')
  expect(registry.output()).toContain(`http://${registry.ready[1]}`)
  expect(registry.output()).toContain(join(folder, 'data'))
  expect(await ping(registry)).toBe(200)
  await pushBlob(registry)
  expect(await readdir(folder)).toEqual(['data'])
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} stops the registry with exit code 0`, async () => {
    const registry = await start(process.execPath, main, 'serve')
    expect(await registry.stop(signal)).toBe(0)
    await expect(ping(registry)).rejects.toThrow('fetch failed')
  })

  test(`${signal} to the start script stops the registry with exit code 0`, async () => {
    const script = await start(process.execPath, join(root, 'scripts', 'start.mjs'))
    expect(await ping(script)).toBe(200)
    expect(await script.stop(signal)).toBe(0)
    await expect(ping(script)).rejects.toThrow('fetch failed')
  })
}

test('npm start reads a configuration named from the folder of the user', async () => {
  await writeConfiguration()
  const npm = await start('npm', '--prefix', root, 'start', '--', 'config.yml')
  await pushBlob(npm)
  expect((await readdir(folder)).toSorted()).toEqual(['config.yml', 'named-in-the-file'])
  expect(await npm.stop('SIGINT')).toBe(0)
  expect(npm.output()).not.toContain('npm error')
  await expect(ping(npm)).rejects.toThrow('fetch failed')
})

test('a configuration that does not exist is named, and the exit code is not 0', async () => {
  await expect(start(process.execPath, main, 'serve', 'missing.yml')).rejects.toThrow(/missing\.yml/)
})
