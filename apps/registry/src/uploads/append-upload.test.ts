import { joinPath } from '@moorage/driver-core'
import { seededBytes } from '@moorage/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countCalls } from '../testing/count-calls.ts'
import { openRequest } from '../testing/open-request.ts'
import { digestOf } from '../testing/push.ts'
import type { TestRegistry } from '../testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload, refusalOf, uploadIdOf } from '../testing/upload.ts'
import { type UploadSetup, uploadSetups } from '../testing/upload-setups.ts'

describe.each(uploadSetups)('PATCH /v2/<name>/blobs/uploads/<id>, $setup', ({ create }) => {
  let setup: UploadSetup
  let registry: TestRegistry
  let other: TestRegistry
  const calls: string[] = []

  beforeAll(async () => {
    setup = await create({ decorate: (driver) => countCalls(driver, calls) })
    registry = setup.registry
    other = setup.other
  })
  afterAll(() => setup[Symbol.asyncDispose]())

  const pull = async (digest: string): Promise<string | number> => {
    const response = await registry.fetch(`/v2/team/app/blobs/${digest}`)
    return response.status === 200 ? response.text() : response.status
  }
  const begin = (query = ''): Promise<string> => beginUpload(registry, 'team/app', query)
  const rangeOf = async (location: string): Promise<string | null> =>
    (await registry.fetch(location)).headers.get('range')

  it('takes the body and answers 202 with the last byte and where the next one goes', async () => {
    const location = await begin()
    const response = await patchUpload(registry, location, '0123456789')
    expect(response.status).toBe(202)
    expect(response.headers.get('range')).toBe('0-9')
    expect(response.headers.get('docker-upload-uuid')).toBe(uploadIdOf(location))
    expect(response.headers.get('content-length')).toBe('0')
    expect(uploadIdOf(locationOf(response))).toBe(uploadIdOf(location))
    expect(locationOf(response)).not.toBe(location)
  })

  it('takes a stream of unknown length', async () => {
    const response = await patchUpload(registry, await begin(), ['one ', 'two ', 'three'])
    expect(response.headers.get('range')).toBe('0-12')
    expect((await putUpload(registry, locationOf(response), digestOf('one two three'))).status).toBe(201)
    expect(await pull(digestOf('one two three'))).toBe('one two three')
  })

  it('takes chunks in order, in the form of the specification and of RFC 9110', async () => {
    let location = await begin()
    for (const [range, chunk, last] of [
      ['0-3', 'abcd', 3],
      ['bytes 4-7/12', 'efgh', 7],
      ['bytes=8-9', 'ij', 9],
      ['10-11', 'kl', 11],
    ] as const) {
      const response = await patchUpload(registry, location, chunk, { 'content-range': range })
      expect(response.status).toBe(202)
      expect(response.headers.get('range')).toBe(`0-${last}`)
      location = locationOf(response)
    }
    expect((await putUpload(registry, location, digestOf('abcdefghijkl'))).status).toBe(201)
    expect(await pull(digestOf('abcdefghijkl'))).toBe('abcdefghijkl')
  })

  it('takes chunks of a single byte', async () => {
    let location = await begin()
    const bytes = 'single bytes'
    for (const byte of bytes) location = locationOf(await patchUpload(registry, location, byte))
    expect((await putUpload(registry, location, digestOf(bytes))).status).toBe(201)
    expect(await pull(digestOf(bytes))).toBe(bytes)
  })

  it('makes nothing pullable', async () => {
    await patchUpload(registry, await begin(), 'not closed yet')
    expect(await pull(digestOf('not closed yet'))).toBe(404)
    const blobs = (await setup.store.files()).filter((file) => file.includes('/blobs/'))
    expect(blobs).not.toContainEqual(expect.stringContaining(digestOf('not closed yet').slice('sha256:'.length)))
  })

  describe('refuses', () => {
    it('a chunk that leaves a gap or repeats bytes with 416, tells how far the upload is, and goes on from there', async () => {
      const first = locationOf(await patchUpload(registry, await begin(), 'abcd', { 'content-range': '0-3' }))
      for (const range of ['5-8', '0-3', '3-6']) {
        const response = await patchUpload(registry, first, 'wxyz', { 'content-range': range })
        expect(response.headers.get('range')).toBe('0-3')
        expect(await refusalOf(response)).toEqual([416, 'RANGE_INVALID'])
      }
      const status = await registry.fetch(first)
      expect(status.headers.get('range')).toBe('0-3')
      const next = await patchUpload(registry, locationOf(status), 'efgh', { 'content-range': '4-7' })
      expect(next.status).toBe(202)
      expect((await putUpload(registry, locationOf(next), digestOf('abcdefgh'))).status).toBe(201)
    })

    it('a first chunk that does not begin at 0, and keeps nothing of it', async () => {
      const location = await begin()
      expect(await refusalOf(await patchUpload(registry, location, 'abcd', { 'content-range': '4-7' }))).toEqual([
        416,
        'RANGE_INVALID',
      ])
      expect(await rangeOf(location)).toBe('0-0')
      expect((await patchUpload(registry, location, 'abcd')).status).toBe(202)
    })

    it('a long chunk out of order with an answer that the client gets to read', async () => {
      const location = locationOf(await patchUpload(registry, await begin(), 'abcd'))
      const bytes = new Uint8Array(8 * 1024 * 1024)
      const response = await patchUpload(registry, location, bytes, { 'content-range': `9-${8 + bytes.length}` })
      expect(await refusalOf(response)).toEqual([416, 'RANGE_INVALID'])
    })

    it('a chunk without Content-Range at a stale location with 416, but takes one that says where it belongs', async () => {
      const stale = await begin()
      await patchUpload(registry, stale, 'abcd')
      expect(await refusalOf(patchUpload(registry, stale, 'efgh'))).toEqual([416, 'RANGE_INVALID'])
      expect(await refusalOf(patchUpload(other, pathOf(stale), 'efgh'))).toEqual([416, 'RANGE_INVALID'])
      const response = await patchUpload(registry, stale, 'efgh', { 'content-range': '4-7' })
      expect(response.status).toBe(202)
      expect(response.headers.get('range')).toBe('0-7')
    })

    it.each(['abc', '5-3', '-3', '3-', '0-3-5', '0x0-0x3', 'lines 0-3', '0--1', '1e3-2e3', `0-${'9'.repeat(400)}`])(
      'the Content-Range %s with 416',
      async (range) => {
        const response = await patchUpload(registry, await begin(), 'abcd', { 'content-range': range })
        expect(await refusalOf(response)).toEqual([416, 'RANGE_INVALID'])
      },
    )

    it.each(['0-2', '0-4'])('a Content-Range of %s for four bytes with 400', async (range) => {
      const location = await begin()
      expect(await refusalOf(await patchUpload(registry, location, 'abcd', { 'content-range': range }))).toEqual([
        400,
        'SIZE_INVALID',
      ])
      expect(await rangeOf(location)).toBe('0-0')
    })

    it('a Content-Range without a body with 400', async () => {
      const response = await patchUpload(registry, await begin(), '', { 'content-range': '0-3' })
      expect(await refusalOf(response)).toEqual([400, 'SIZE_INVALID'])
    })

    it.each(['0-2', '0-4'])('a Content-Range of %s for a stream of four bytes with 400', async (range) => {
      const response = await patchUpload(registry, await begin(), ['ab', 'cd'], { 'content-range': range })
      expect(await refusalOf(response)).toEqual([400, 'SIZE_INVALID'])
    })

    it('a _state that is missing, empty, cut, changed, or of another upload or repository with 404', async () => {
      const location = new URL(await begin())
      const state = location.searchParams.get('_state') ?? ''
      const flipped = `${state.startsWith('A') ? 'B' : 'A'}${state.slice(1)}`
      const foreign = new URL(await begin()).searchParams.get('_state') ?? ''
      for (const forged of [
        undefined,
        '',
        'A',
        state.slice(0, 40),
        state.slice(0, -8),
        flipped,
        foreign,
        'ä€\u{1F600}',
      ]) {
        if (forged === undefined) location.searchParams.delete('_state')
        else location.searchParams.set('_state', forged)
        expect(await refusalOf(patchUpload(registry, location.href, 'abcd'))).toEqual([404, 'BLOB_UPLOAD_INVALID'])
      }
      location.searchParams.set('_state', state)
      const elsewhere = location.href.replace('/team/app/', '/team/other/')
      expect(await refusalOf(patchUpload(registry, elsewhere, 'abcd'))).toEqual([404, 'BLOB_UPLOAD_INVALID'])
      expect((await patchUpload(registry, location.href, 'abcd')).status).toBe(202)
    })

    it.each(['nonsense', '..%2F..%2F..%2Fblobs', '%00', '00000000-0000-4000-8000-00000000000G'])(
      'the upload %s, which is no name of one, with 404',
      async (id) => {
        const location = new URL(await begin())
        const path = `/v2/team/app/blobs/uploads/${id}${location.search}`
        expect(await refusalOf(patchUpload(registry, path, 'abcd'))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
      },
    )

    it('a location whose bytes are gone with 404', async () => {
      const location = locationOf(await patchUpload(registry, await begin(), 'abcd'))
      await registry.driver.delete(`/docker/registry/v2/repositories/team/app/_uploads/${uploadIdOf(location)}`)
      expect(await refusalOf(patchUpload(other, pathOf(location), 'efgh'))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
      expect(await refusalOf(other.fetch(pathOf(location)))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
    })
  })

  describe('at the same time', () => {
    it('of eight chunks for the same place exactly one is accepted', async () => {
      const location = await begin()
      const chunks = Array.from({ length: 8 }, (_, index) => String(index).repeat(100_000))
      const responses = await Promise.all(chunks.map((chunk) => patchUpload(registry, location, chunk)))
      const accepted = responses.filter((response) => response.status === 202)
      expect(accepted.length).toBe(1)
      expect(responses.filter((response) => response.status === 416).length).toBe(7)
      const winner = chunks[responses.findIndex((response) => response.status === 202)] ?? ''
      const next = locationOf(accepted[0] ?? Response.error())
      expect((await putUpload(registry, next, digestOf(winner))).status).toBe(201)
      expect(await pull(digestOf(winner))).toBe(winner)
    })

    it('of eight chunks that waited for a broken one to end exactly one is accepted', async () => {
      const location = await begin()
      const broken = await openRequest(registry, 'PATCH', location, { 'Content-Length': '100' })
      await broken.send('abcd')
      const cut = broken.cut()
      const responses = await Promise.all(
        Array.from({ length: 8 }, () => patchUpload(registry, location, 'efgh', { 'content-range': '4-7' })),
      )
      await cut
      expect(responses.filter((response) => response.status === 202).length).toBeLessThanOrEqual(1)
      expect(new Set(responses.map((response) => response.status))).not.toContain(500)
    })

    it('of two chunks for the same place at two instances never mixes the bytes', async () => {
      const location = await begin()
      const slow = await openRequest(other, 'PATCH', pathOf(location), { 'Content-Length': '8' })
      await slow.send('ev')
      const patched = await patchUpload(registry, location, 'goodgood')
      const next = patched.status === 202 ? locationOf(patched) : location
      const closed = await putUpload(registry, next, digestOf('goodgood'))
      const answer = slow.answer()
      await slow.send('ilevil')
      expect(await answer).toMatch(/^HTTP\/1\.1 \d+ /)
      expect(await pull(digestOf('goodgood'))).toBe(closed.status === 201 ? 'goodgood' : 404)
    })

    it('two uploads of one repository do not get into each other', async () => {
      const [one, two] = [await begin(), await begin()]
      const [first, second] = await Promise.all([
        patchUpload(registry, one, 'first '.repeat(50_000)),
        patchUpload(registry, two, 'second '.repeat(50_000)),
      ])
      const digests = [digestOf('first '.repeat(50_000)), digestOf('second '.repeat(50_000))] as const
      const closed = await Promise.all([
        putUpload(registry, locationOf(first), digests[0]),
        putUpload(registry, locationOf(second), digests[1]),
      ])
      expect(closed.map((response) => response.status)).toEqual([201, 201])
    })
  })

  describe('whose connection breaks', () => {
    const bytes = seededBytes(1, 3 * 1024 * 1024)
    const arrived = 2 * 1024 * 1024

    /** What the last answer's Range says is stored. */
    const storedOf = (status: Response): number => Number(status.headers.get('range')?.slice('0-'.length)) + 1

    it.each([
      ['with a Content-Length', { 'Content-Length': String(bytes.length) }, ''],
      ['in chunks', { 'Transfer-Encoding': 'chunked' }, `${bytes.length.toString(16)}\r\n`],
    ])('keeps what arrived %s, and goes on from the offset that the status tells', async (_, headers, head) => {
      const location = await begin()
      const broken = await openRequest(registry, 'PATCH', location, headers)
      await broken.send(head)
      await broken.send(bytes.subarray(0, arrived))
      await broken.cut()

      const status = await registry.fetch(location)
      expect(status.status).toBe(204)
      const stored = storedOf(status)
      // What the registry had not read when the connection ended is lost.
      expect(stored).toBeGreaterThan(arrived / 2)
      expect(stored).toBeLessThanOrEqual(arrived)
      const next = await patchUpload(registry, locationOf(status), bytes.subarray(stored))
      expect(next.status).toBe(202)
      expect(next.headers.get('range')).toBe(`0-${bytes.length - 1}`)
      expect((await putUpload(registry, locationOf(next), digestOf(bytes))).status).toBe(201)
    })

    it('goes on at another instance', async () => {
      const first = locationOf(await patchUpload(registry, await begin(), bytes.subarray(0, 1000)))
      const broken = await openRequest(registry, 'PATCH', first, { 'Content-Length': String(bytes.length - 1000) })
      await broken.send(bytes.subarray(1000, arrived))
      await broken.cut()

      const status = await other.fetch(pathOf(first))
      expect(storedOf(status)).toBeGreaterThan(arrived / 2)
      const next = await patchUpload(other, locationOf(status), bytes.subarray(storedOf(status)))
      expect((await putUpload(other, locationOf(next), digestOf(bytes))).status).toBe(201)
    })

    it('goes on after the process that had it was killed', async () => {
      const location = await begin()
      const folder = `/docker/registry/v2/repositories/team/app/_uploads/${uploadIdOf(location)}`
      await registry.driver.putContent(joinPath(folder, 'startedat'), Buffer.from('2026-01-01T00:00:00Z'))
      const writer = await registry.driver.createWriter(joinPath(folder, 'data'), { append: true })
      await writer.write(Buffer.from('what arrived '))
      await writer.close()

      const status = await other.fetch(pathOf(location))
      expect(status.headers.get('range')).toBe('0-12')
      const next = await patchUpload(other, locationOf(status), 'and the rest')
      expect(next.status).toBe(202)
      const digest = digestOf('what arrived and the rest')
      expect((await putUpload(other, locationOf(next), digest)).status).toBe(201)
      expect(await pull(digest)).toBe('what arrived and the rest')
    })
  })
})
