import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { findMariaDbSkipReason, startMariaDb } from './index.ts'

vi.setConfig({ testTimeout: 120_000 })

beforeEach(async (context) => {
  const reason = await findMariaDbSkipReason()
  if (reason !== undefined) context.skip(reason)
})

/** Whether somebody listens at a port of 127.0.0.1. */
async function isServed(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

test('a server that is killed or stopped comes back with its data, at the same port', async () => {
  await using server = await startMariaDb()
  const { port, socket } = server
  const { name } = await server.createDatabase()
  await server.execute(`CREATE TABLE ${name}.t (n INT); INSERT INTO ${name}.t VALUES (1), (2)`)
  for (const end of ['kill', 'stop'] as const) {
    await server[end]()
    expect(await isServed(port)).toBe(false)
    await server.start()
    expect(await isServed(port)).toBe(true)
    expect([server.port, server.socket]).toEqual([port, socket])
    expect(await server.execute(`SELECT n FROM ${name}.t`)).toBe('1\n2')
  }
})

test('a folder that is named is made, kept, and used again', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'db-'))
  const folder = join(parent, 'a', 'b')
  const first = await startMariaDb({ folder })
  const { name } = await first.createDatabase()
  await first.stop()
  await first[Symbol.asyncDispose]()
  await using second = await startMariaDb({ folder })
  expect(await second.execute('SHOW DATABASES')).toContain(name)
  await second[Symbol.asyncDispose]()
  await rm(parent, { recursive: true })
})

test('a server that hangs is ended too, and its temporary folder removed', async () => {
  const server = await startMariaDb()
  server.pause()
  await server[Symbol.asyncDispose]()
  expect(await isServed(server.port)).toBe(false)
  expect(await isThere(dirname(server.socket))).toBe(false)
})

test('a server ends with the process that started it, however that ends', async () => {
  const program = `
    const { startMariaDb } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)})
    const server = await startMariaDb()
    console.log(JSON.stringify({ port: server.port, socket: server.socket }))`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const { port, socket } = JSON.parse(line.toString()) as { port: number; socket: string }
  expect(await isServed(port)).toBe(true)
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  await expect.poll(() => isServed(port), { timeout: 30_000 }).toBe(false)
  await expect.poll(() => isThere(dirname(socket)), { timeout: 30_000 }).toBe(false)
})
