import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/testing/push.ts'
import {
  beginUpload,
  locationOf,
  patchUpload,
  pathOf,
  putUpload,
  refusalOf,
  uploadIdOf,
} from '../../src/testing/upload.ts'
import { name, useVictim } from './support/use-victim.ts'
import { secret, Victim } from './support/victim.ts'

const victim = useVictim()
const other = 'victim/other'

/** A state as the registry signs it. */
function sign(state: object | string, key = secret): string {
  const json = typeof state === 'string' ? state : JSON.stringify(state)
  const mac = createHmac('sha256', key).update(json).digest()
  return Buffer.concat([mac, Buffer.from(json)]).toString('base64url')
}

describe('a state that the registry did not give for this upload is refused by each method', () => {
  const id = '01234567-89ab-4def-8123-456789abcdef'
  const startedAt = '2026-01-01T00:00:00Z'
  const good = { Name: name, UUID: id, Offset: 0, StartedAt: startedAt }
  const whole = sign(good)
  const states: [what: string, state: string][] = [
    ['none', ''],
    ['noise', 'AAAA'],
    ['no base64', '!!!!%%%'],
    ['a signature alone', whole.slice(0, 43)],
    ['half of one', whole.slice(0, 20)],
    ['one cut at its end', whole.slice(0, -4)],
    ['one with a bit changed', `A${whole.slice(1)}`],
    ['one with more behind it', `${whole}AAAA`],
    ['one of another secret', sign(good, 'guessed')],
    ['one of an empty secret', sign(good, '')],
    ['one of another repository', sign({ ...good, Name: other })],
    ['one of another upload', sign({ ...good, UUID: id.replace('0', '1') })],
    ['a negative offset', sign({ ...good, Offset: -1 })],
    ['an offset beyond reason', sign({ ...good, Offset: 1e300 })],
    ['an offset that is text', sign({ ...good, Offset: '0' })],
    ['no offset', sign({ Name: name, UUID: id, StartedAt: startedAt })],
    ['a start that is none', sign({ ...good, StartedAt: 5 })],
    ['an unknown algorithm', sign({ ...good, Algorithm: 'constructor' })],
    ['a list', sign([good])],
    ['a prototype', sign(`{"__proto__":${JSON.stringify(good)}}`)],
    ['a huge one', 'A'.repeat(60_000)],
    ['a huge signed one', sign({ ...good, UUID: 'x'.repeat(40_000) })],
  ]
  it.each(states)('%s', async (_, state) => {
    for (const method of ['PATCH', 'PUT', 'DELETE', 'GET', 'HEAD']) {
      const query = `_state=${encodeURIComponent(state)}&digest=${digestOf('x')}`
      const body = method === 'PATCH' || method === 'PUT' ? { body: 'x' } : {}
      const response = await victim().fetch(`/v2/${name}/blobs/uploads/${id}?${query}`, { method, ...body })
      expect(response.status).toBe(404)
      const text = await response.text()
      expect(method === 'HEAD' ? `${text}BLOB_UPLOAD_INVALID` : text).toContain('BLOB_UPLOAD_INVALID')
    }
    expect((await victim().fetch(`/v2/${name}/blobs/${digestOf('x')}`)).status).toBe(404)
  })

  it.each(['null', '5', 'true', '"text"', '{"Name":', ''])('signed text that is no object: %j', async (text) => {
    const url = `/v2/${name}/blobs/uploads/${id}?_state=${sign(text)}`
    expect(await refusalOf(victim().fetch(url, { method: 'PATCH', body: 'x' }))).toEqual([404, 'BLOB_UPLOAD_INVALID'])
  })

  it.each(['..', 'x', id.toUpperCase(), `${id}0`, `${id}%00`, '_state', '__proto__', '%2e%2e%2f'])(
    'the name of an upload that is none: %s',
    async (badId) => {
      const state = sign({ ...good, UUID: decodeURIComponent(badId) })
      const response = await victim().fetch(`/v2/${name}/blobs/uploads/${badId}?_state=${state}`, {
        method: 'PATCH',
        body: 'x',
      })
      expect([404, 405]).toContain(response.status)
      await response.text()
    },
  )

  it('one that another repository or upload was given', async () => {
    const mine = await beginUpload(victim(), name)
    const theirs = await beginUpload(victim(), other)
    const state = new URL(mine).search
    for (const path of [
      `/v2/${other}/blobs/uploads/${uploadIdOf(mine)}${state}`,
      `/v2/${name}/blobs/uploads/${uploadIdOf(theirs)}${state}`,
      `/v2/${other}/blobs/uploads/${uploadIdOf(theirs)}${state}`,
    ]) {
      expect(await refusalOf(patchUpload(victim(), path, 'x'))).toEqual([404, 'BLOB_UPLOAD_INVALID'])
      expect(await refusalOf(putUpload(victim(), path, digestOf('x'), 'x'))).toEqual([404, 'BLOB_UPLOAD_INVALID'])
    }
  })
})

/** What is sent instead has as many bytes: only the hash can tell. */
const honest = 'X'.repeat(1000)
const evil = 'Y'.repeat(1000)

/** Whoever answers: a digest has its own bytes or none. */
async function assertNeverTheirs(site: Victim): Promise<void> {
  for (const bytes of [honest, evil]) {
    for (const repository of [name, other]) {
      const response = await site.fetch(`/v2/${repository}/blobs/${digestOf(bytes)}`)
      const body = await response.text()
      expect([200, 404]).toContain(response.status)
      expect(response.status === 200 ? body : bytes).toBe(bytes)
    }
  }
  expect(await site.harms()).toEqual([])
}

describe.each([
  ['by the same process', false],
  ['by another process with the same store and secret', true],
])('a state that is replayed, %s, stores no bytes under a digest that is not theirs', (_, isShared) => {
  /** The registry that sees the honest requests, and the one that sees the replays. */
  async function sites(): Promise<{ first: Victim; second: Victim } & AsyncDisposable> {
    const first = await Victim.start()
    const second = isShared ? await Victim.start({ folder: first.folder }) : first
    return {
      first,
      second,
      async [Symbol.asyncDispose]() {
        if (isShared) await second[Symbol.asyncDispose]()
        await first[Symbol.asyncDispose]()
      },
    }
  }

  it('after a cancel', async () => {
    await using setup = await sites()
    const { first, second } = setup
    const begun = pathOf(await beginUpload(first, name))
    const appended = pathOf(locationOf(await patchUpload(first, begun, honest)))
    expect((await first.fetch(appended, { method: 'DELETE' })).status).toBe(204)
    const again = await patchUpload(second, begun, evil)
    const next = again.status === 202 ? pathOf(locationOf(again)) : begun
    for (const site of [first, second]) {
      for (const location of [appended, next, begun]) {
        const closed = await putUpload(site, location, digestOf(honest))
        expect(closed.status).toBeGreaterThanOrEqual(400)
        expect(closed.status).toBeLessThan(500)
      }
    }
    await assertNeverTheirs(first)
  })

  it('after a completion', async () => {
    await using setup = await sites()
    const { first, second } = setup
    const begun = pathOf(await beginUpload(first, name))
    const appended = pathOf(locationOf(await patchUpload(first, begun, honest)))
    expect((await putUpload(first, appended, digestOf(honest))).status).toBe(201)
    for (const site of [second, first]) {
      for (const location of [begun, appended]) {
        const again = await patchUpload(site, location, evil)
        const next = again.status === 202 ? pathOf(locationOf(again)) : location
        for (const digest of [digestOf(honest), digestOf(evil)]) await putUpload(site, next, digest)
      }
    }
    expect(await (await second.fetch(`/v2/${name}/blobs/${digestOf(honest)}`)).text()).toBe(honest)
    await assertNeverTheirs(second)
  })

  it('while the upload goes on', async () => {
    await using setup = await sites()
    const { first, second } = setup
    const begun = pathOf(await beginUpload(first, name))
    const half = honest.slice(0, 500)
    const appended = pathOf(locationOf(await patchUpload(first, begun, half)))
    expect(await refusalOf(patchUpload(second, begun, evil))).toEqual([416, 'RANGE_INVALID'])
    const longer = pathOf(locationOf(await patchUpload(second, appended, evil.slice(0, 500))))
    expect(await refusalOf(patchUpload(first, appended, half))).toEqual([416, 'RANGE_INVALID'])
    expect(await refusalOf(putUpload(first, longer, digestOf(honest)))).toEqual([400, 'DIGEST_INVALID'])
    await assertNeverTheirs(first)
  })

  it('eight times at once', async () => {
    await using setup = await sites()
    const { first, second } = setup
    const begun = pathOf(await beginUpload(first, name))
    const answers = await Promise.all(
      Array.from({ length: 8 }, (__, index) =>
        patchUpload(index % 2 === 0 ? first : second, begun, index < 4 ? honest : evil),
      ),
    )
    for (const answer of answers) expect([202, 416]).toContain(answer.status)
    const closings = await Promise.all(
      answers
        .filter(({ status }) => status === 202)
        .flatMap((answer) =>
          [first, second].map((site) => putUpload(site, pathOf(locationOf(answer)), digestOf(honest))),
        ),
    )
    for (const closing of closings) expect(closing.status).toBeLessThan(500)
    await assertNeverTheirs(first)
  })
})
