import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { ObjectBody, ObjectRange } from '../object-store-client.ts'
import { MemoryObjectStoreClient } from '../testing/memory-object-store-client.ts'
import { createObjectStoreDriver } from '../create-object-store-driver.ts'
import { testBytes } from '../testing/open-test-driver.ts'

const content = testBytes(500_000)

/** Its transfers end as `cut` says. */
class CuttingClient extends MemoryObjectStoreClient {
  readonly bodies: Readable[] = []
  readonly #cut: (body: Readable, count: number) => Readable

  constructor(cut: (body: Readable, count: number) => Readable) {
    super()
    this.#cut = cut
  }

  override async get(key: string, options?: ObjectRange): Promise<ObjectBody | undefined> {
    const answer = await super.get(key, options)
    if (answer === undefined) return undefined
    const body = this.#cut(answer.body, this.bodies.length)
    this.bodies.push(body)
    return { ...answer, body }
  }
}

function open(cut: (body: Readable, count: number) => Readable): {
  client: CuttingClient
  driver: ReturnType<typeof createObjectStoreDriver>
} {
  const client = new CuttingClient(cut)
  client.bucket.put('file', content)
  const capabilities = { redirect: false, listing: 'strong' } as const
  return { client, driver: createObjectStoreDriver({ name: 'test', client, capabilities, chunkSizeBytes: 1000 }) }
}

/** What a body gives before it ends, fails or says nothing more. */
function cutAt(body: Readable, bytes: number, end: 'end' | 'error' | 'stall'): Readable {
  async function* generate(): AsyncGenerator<Uint8Array, void, void> {
    let left = bytes
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      yield chunk.subarray(0, left)
      left -= Math.min(left, chunk.length)
      if (left === 0) break
    }
    if (end === 'error') throw new Error('ECONNRESET')
    if (end === 'stall') await new Promise(() => undefined)
  }
  return Readable.from(generate(), { objectMode: false })
}

describe('reading an object', () => {
  test.each(['end', 'error'] as const)('goes on where the transfer broke off with an %s', async (end) => {
    const { driver, client } = open((body, count) => (count < 4 ? cutAt(body, 90_001, end) : body))
    expect(Buffer.compare(await driver.getContent('/file'), content)).toBe(0)
    expect(client.takeRequests()).toHaveLength(5)
    client.bodies.splice(0)
    const reader = await driver.createReader('/file', { offset: 7, length: 400_000 })
    expect(Buffer.compare(Buffer.concat(await reader.toArray()), content.subarray(7, 400_007))).toBe(0)
  })

  test('gives up when nothing comes, and says how far it was', async () => {
    const { driver, client } = open((body, count) => cutAt(body, count === 0 ? 100_000 : 0, 'error'))
    const reading = driver.getContent('/file')
    await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE', path: '/file' })
    await expect(reading).rejects.toThrow('after 100000 of 500000 bytes')
    expect(client.takeRequests()).toHaveLength(4)
  })

  test.each(['replaced', 'deleted'])('does not mix contents: a file that was %s meanwhile is an error', async (how) => {
    const { driver, client } = open((body, count) => (count === 0 ? cutAt(body, 100_000, 'error') : body))
    const reader = await driver.createReader('/file')
    if (how === 'replaced') client.bucket.put('file', testBytes(500_000, 2))
    else client.bucket.delete('file')
    await expect(reader.toArray()).rejects.toMatchObject({ code: 'CONFLICT', path: '/file' })
  })

  test('small contents are read anew when they were replaced meanwhile', async () => {
    const { driver, client } = open((body, count) => (count === 0 ? cutAt(body, 100_000, 'error') : body))
    const newer = testBytes(500_000, 2)
    client.after = () => {
      client.bucket.put('file', newer)
    }
    expect(Buffer.compare(await driver.getContent('/file'), newer)).toBe(0)
  })

  test('a store that sends more than it was asked for is not believed', async () => {
    const { driver } = open(() => Readable.from([Buffer.alloc(600_000)], { objectMode: false }))
    await expect(driver.getContent('/file')).rejects.toMatchObject({ code: 'UNEXPECTED' })
  })

  test('destroying the stream ends a transfer that says nothing', async () => {
    const { driver, client } = open((body) => cutAt(body, 100_000, 'stall'))
    const reader = await driver.createReader('/file')
    for await (const chunk of reader) {
      expect((chunk as Uint8Array).length).toBeGreaterThan(0)
      break
    }
    expect(reader.destroyed).toBe(true)
    expect(client.bodies.map((body) => body.destroyed)).toEqual([true])
  })

  test('a signal ends a transfer that says nothing', async () => {
    const { driver, client } = open((body) => cutAt(body, 100_000, 'stall'))
    const controller = new AbortController()
    const reader = await driver.createReader('/file', { signal: controller.signal })
    setImmediate(() => controller.abort())
    await expect(reader.toArray()).rejects.toMatchObject({ code: 'ABORTED', path: '/file' })
    expect(client.bodies.map((body) => body.destroyed)).toEqual([true])
  })

  test('reads no faster than it is read from', async () => {
    let given = 0
    const { driver } = open((body) =>
      body
        .on('newListener', () => undefined)
        .on('data', (chunk: Uint8Array) => {
          given += chunk.length
        })
        .pause(),
    )
    const reader = await driver.createReader('/file')
    reader.read(0)
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
    expect(given).toBeLessThan(200_000)
    expect(Buffer.compare(Buffer.concat(await reader.toArray()), content)).toBe(0)
  })
})
