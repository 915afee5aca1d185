import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { digestOf, pushBlob } from '../../src/testing/push.ts'
import { pathOf } from '../../src/testing/upload.ts'
import { cut, openConnection, openConnections } from './support/held-connection.ts'
import { openHandles, peakBytes, residentBytes, until } from './support/process-state.ts'
import { ask, requestBytes } from './support/raw-exchange.ts'
import { name } from './support/use-victim.ts'
import { Victim } from './support/victim.ts'

const mebibyte = 2 ** 20
const big = randomBytes(8 * mebibyte)
const target = `/v2/${name}/blobs/${digestOf(big)}`
const keepAlive = ['Connection: keep-alive']

// What is open and how much memory is used, Linux alone tells.
describe.runIf(process.platform === 'linux')('a registry under clients that misbehave', () => {
  let victim: Victim
  let handles: number
  /** Connections that say nothing, and some that say a little now and then, from the beginning of the tests on. */
  let dumb: Promise<number>[]

  beforeAll(async () => {
    victim = await Victim.start()
    await pushBlob(victim, name, big)
    // The memory of the first transfers is not given back.
    for (let time = 0; time < 40; time += 1) await (await victim.fetch(target)).arrayBuffer()
    handles = await openHandles(victim.pid)
    dumb = ['', 'GET /v2/ HTTP/1.1\r\nHost: x\r\nX-Slow: '].map(stall)
  })
  afterAll(async () => {
    await victim[Symbol.asyncDispose]()
  })

  /** On a connection of its own: those that `fetch` keeps alive could not be told from what is left open. */
  async function begin(): Promise<string> {
    const answer = await ask(victim, { method: 'POST', target: `/v2/${name}/blobs/uploads/` })
    return pathOf(answer.headers['location'] ?? '')
  }

  /** @returns seconds until the registry closed the connection */
  async function stall(text: string): Promise<number> {
    const beginning = performance.now()
    const socket = await openConnection(victim)
    socket.write(text)
    socket.resume()
    // One header that never ends, a letter at a time.
    const trickle = setInterval(() => text !== '' && socket.writable && socket.write('a'), 500)
    await once(socket, 'close')
    clearInterval(trickle)
    return (performance.now() - beginning) / 1000
  }

  /** It answers others, and all that the clients held is closed once they have gone. */
  async function assertWell(waiting = dumb.length): Promise<void> {
    const beginning = performance.now()
    expect((await ask(victim, { target: '/v2/_catalog?n=1' })).status).toBe(200)
    expect(performance.now() - beginning).toBeLessThan(3000)
    await until('handles are closed', async () => (await openHandles(victim.pid)) <= handles + waiting + 1)
  }

  it('of 40 slow readers of 8 MiB each costs a buffer, not a blob', async () => {
    const before = await residentBytes(victim.pid)
    const readers = await openConnections(victim, 40)
    const peak = await peakBytes(victim.pid, async () => {
      for (const reader of readers) {
        reader.pause()
        reader.write(requestBytes({ target, headers: keepAlive }))
      }
      await until('all are served', async () => (await openHandles(victim.pid)) >= handles + 80)
      await wait(1000)
    })
    expect((peak - before) / mebibyte).toBeLessThan(100)
    cut(readers)
    await assertWell()
  })

  it.each([
    [90, 'waits with the others until the first is taken'],
    [1000, 'is cut off'],
  ])('a connection that asks %i times for a blob and reads nothing %s', async (count) => {
    const reader = await openConnection(victim)
    reader.pause()
    let most = 0
    const before = await residentBytes(victim.pid)
    const peak = await peakBytes(victim.pid, async () => {
      reader.write(Buffer.concat(Array.from({ length: count }, () => requestBytes({ target, headers: keepAlive }))))
      for (let look = 0; look < 20; look += 1) {
        most = Math.max(most, await openHandles(victim.pid))
        await wait(50)
      }
    })
    // With one file for each request it was 600 handles and a gigabyte.
    expect(most).toBeLessThan(handles + 10)
    expect((peak - before) / mebibyte).toBeLessThan(50)
    cut([reader])
    await assertWell()
  })

  it('of 300 downloads that break off holds none', async () => {
    for (let round = 0; round < 6; round += 1) {
      const readers = await openConnections(victim, 50)
      for (const reader of readers) reader.write(requestBytes({ target, headers: keepAlive }))
      // From before the first byte to the middle: each at another moment of its answer.
      await Promise.all(
        readers.map(async (reader, index) => {
          if (index % 5 > 0) await once(reader, 'data')
          await wait(index % 7)
          cut([reader])
        }),
      )
    }
    await assertWell()
    expect(digestOf(new Uint8Array(await (await victim.fetch(target)).arrayBuffer()))).toBe(digestOf(big))
  })

  it.each(['PATCH', 'PUT', 'POST'])('of 200 uploads by %s that break off holds none', async (method) => {
    const bytes = randomBytes(300_000)
    const digest = digestOf(bytes)
    for (let round = 0; round < 4; round += 1) {
      const writers = await openConnections(victim, 50)
      await Promise.all(
        writers.map(async (writer, index) => {
          const location = method === 'POST' ? `/v2/${name}/blobs/uploads/?` : `${await begin()}&`
          const headers = index % 2 === 0 ? [`Content-Length: ${bytes.length}`] : ['Transfer-Encoding: chunked']
          writer.write(
            requestBytes({ method, target: `${location}digest=${digest}`, headers: [...headers, ...keepAlive] }),
          )
          if (index % 3 > 0) writer.write(index % 2 === 0 ? bytes.subarray(0, 200_000) : '186a0\r\n')
          if (index % 2 === 1 && index % 3 > 0) writer.write(bytes.subarray(0, 90_000))
          await wait(index % 11)
          cut([writer])
        }),
      )
    }
    await assertWell()
    expect((await victim.fetch(`/v2/${name}/blobs/${digest}`)).status).toBe(404)
  })

  it('with 2,000 idle connections answers others, and holds a socket and little memory for each', async () => {
    const before = await residentBytes(victim.pid)
    const idle = await openConnections(victim, 2000)
    for (const socket of idle.slice(0, 1000)) socket.write(requestBytes({ headers: keepAlive }))
    await Promise.all(idle.slice(0, 1000).map((socket) => once(socket, 'data')))
    expect((await ask(victim, {})).status).toBe(200)
    expect(((await residentBytes(victim.pid)) - before) / mebibyte).toBeLessThan(100)
    cut(idle)
    await assertWell()
  })

  it('takes a body that comes a byte at a time, beside others', async () => {
    const body = 'a slow body, letter by letter'
    const head = requestBytes({
      method: 'POST',
      target: `/v2/${name}/blobs/uploads/?digest=${digestOf(body)}`,
      headers: [`Content-Length: ${body.length}`],
    })
    const socket = await openConnection(victim)
    socket.write(head)
    const answered = once(socket, 'data') as Promise<[Buffer]>
    for (const letter of body) {
      socket.write(letter)
      await wait(30)
      expect((await ask(victim, {})).status).toBe(200)
    }
    expect(String((await answered)[0])).toContain('201 Created')
    cut([socket])
    await assertWell()
  })

  it('takes 100 bodies at once that stop in their middle, and none of them costs more than its bytes', async () => {
    const before = await residentBytes(victim.pid)
    const writers = await openConnections(victim, 100)
    const headers = ['Content-Length: 100000000', ...keepAlive]
    await Promise.all(
      writers.map(async (writer) => {
        writer.write(requestBytes({ method: 'PATCH', target: await begin(), headers }))
        writer.write(randomBytes(70_000))
      }),
    )
    await assertWell(300)
    expect(((await residentBytes(victim.pid)) - before) / mebibyte).toBeLessThan(150)
    cut(writers)
    await assertWell()
  })

  it('lets no list of referrers cost more than its page, however many large ones there are', async () => {
    await pushBlob(victim, name, '{}')
    const subject = { mediaType: 'application/x', digest: digestOf('a subject'), size: 9 }
    const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('{}'), size: 2 }
    for (let index = 0; index < 24; index += 1) {
      const annotations = { index: String(index), long: 'x'.repeat(4_000_000) }
      const body = JSON.stringify({ schemaVersion: 2, config, layers: [], subject, annotations })
      const pushed = await ask(victim, { method: 'PUT', target: `/v2/${name}/manifests/large-${index}`, body })
      expect(pushed.status).toBe(201)
    }
    const before = await residentBytes(victim.pid)
    const peak = await peakBytes(victim.pid, async () => {
      const list = `/v2/${name}/referrers/${subject.digest}?artifactType=application/none`
      const pages = await Promise.all(
        Array.from({ length: 10 }, async () => (await ask(victim, { target: list })).body),
      )
      for (const page of pages) expect(page.length).toBeLessThan(200)
    })
    // When all were read before the page was made it was 200 MiB for each of the ten.
    expect((peak - before) / mebibyte).toBeLessThan(500)
  })

  it('ends connections whose first request does not come within half a minute', async () => {
    for (const seconds of await Promise.all(dumb)) expect(seconds).toBeLessThan(40)
    await assertWell(0)
    expect(await victim.harms()).toEqual([])
  })
})
