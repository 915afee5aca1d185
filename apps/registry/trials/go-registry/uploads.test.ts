import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../../src/testing/push.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload } from '../../src/testing/upload.ts'
import { readBlob } from '../support/blobs.ts'
import { MovingUpload, octets } from '../support/moving-upload.ts'
import { directions, shareFolder, type SharedFolder } from './shared-folder.ts'

const resources = new AsyncDisposableStack()
let shared: SharedFolder

beforeAll(async () => {
  shared = resources.use(await shareFolder())
})

afterAll(() => resources.disposeAsync())

/** Which of the two has the upload's blob whole. */
async function storedAt(upload: MovingUpload): Promise<boolean[]> {
  return [await upload.isStoredAt(shared.moorage), await upload.isStoredAt(shared.go)]
}

describe.each(directions)('an upload that $first begins and $second continues', ({ first, second }) => {
  test.each(['chunk', 'stream'] as const)('goes on in turn, by a %s each, and the first one closes it', async (way) => {
    const upload = await MovingUpload.begin(shared[first], `turns/${first}/${way}`)
    // Lengths that end in, at and behind a block of the hash.
    for (const [index, length] of [1000, 64, 100_000, 63, 65, 3_000_000, 1, 128].entries()) {
      await upload.append(shared[index % 2 === 0 ? first : second], randomBytes(length), way)
    }
    expect(await upload.complete(shared[first])).toBe(201)
    expect(await storedAt(upload)).toEqual([true, true])
  })

  test.each(['chunk', 'stream'] as const)('has its first bytes, as a %s, where it did not begin', async (way) => {
    const upload = await MovingUpload.begin(shared[first], `first-bytes/${way}`)
    await upload.append(shared[second], randomBytes(200_000), way)
    expect(await upload.complete(shared[first], randomBytes(100))).toBe(201)
    expect(await storedAt(upload)).toEqual([true, true])
  })

  test.each([0, 1, 100_000])('is closed by the other with its last bytes, behind %i others', async (before) => {
    const upload = await MovingUpload.begin(shared[first], `closed/${first}`)
    if (before > 0) await upload.append(shared[first], randomBytes(before))
    expect(await upload.complete(shared[second], randomBytes(70_000))).toBe(201)
    expect(await storedAt(upload)).toEqual([true, true])
  })

  test('tells the other how far it has come', async () => {
    const upload = await MovingUpload.begin(shared[first], `status/${first}`)
    expect(await upload.status(shared[second])).toBe('0-0')
    await upload.append(shared[first], randomBytes(1234))
    expect(await upload.status(shared[second])).toBe('0-1233')
    await upload.append(shared[second], randomBytes(1000), 'stream')
    expect(await upload.status(shared[first])).toBe('0-2233')
  })

  test('is cancelled by the other, before and after its first bytes', async () => {
    for (const before of [0, 5000]) {
      const upload = await MovingUpload.begin(shared[first], `cancelled/${first}`)
      if (before > 0) await upload.append(shared[first], randomBytes(before))
      expect(await upload.cancel(shared[second])).toBe(204)
      // An upload without bytes is nothing but its state to Moorage, which does not know that it was ended elsewhere.
      if (before === 0 && first === 'moorage') continue
      expect(await upload.status(shared[first])).toBe(404)
    }
  })

  test('is refused by both when its digest is wrong', async () => {
    const name = `wrong/${first}`
    const location = pathOf(await beginUpload(shared[first], name))
    const patched = await patchUpload(shared[first], location, randomBytes(3000), octets)
    const next = pathOf(locationOf(patched))
    const wrong = digestOf('other bytes')
    expect((await putUpload(shared[second], next, wrong, '', octets)).status).toBe(400)
    // Distribution 2.8 means to cancel the upload then, and fails: its writer is closed already.
    expect((await putUpload(shared[first], next, wrong, '', octets)).status).toBe(second === 'go' ? 400 : 404)
    for (const site of [shared[first], shared[second]]) expect(await readBlob(site, name, wrong)).toBeUndefined()
  })
})

test('a chunk that does not come next behind the bytes of a Go registry is refused, and the upload goes on', async () => {
  const location = pathOf(await beginUpload(shared.go, 'out-of-order'))
  const patched = await patchUpload(shared.go, location, 'hello ', octets)
  const next = pathOf(locationOf(patched))
  const refused = await patchUpload(shared.moorage, next, 'world', { ...octets, 'content-range': '7-11' })
  expect(refused.status).toBe(416)
  const digest = digestOf('hello world')
  expect((await putUpload(shared.go, next, digest, 'world', octets)).status).toBe(201)
  expect(String(await readBlob(shared.moorage, 'out-of-order', digest))).toBe('hello world')
})

test('ten uploads go on at once, each in turn on both', async () => {
  const whole = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const turn = (number: number): typeof shared.go => ((index + number) % 2 === 0 ? shared.moorage : shared.go)
      const upload = await MovingUpload.begin(turn(0), `many/${index}`)
      for (let chunk = 0; chunk < 8; chunk += 1) await upload.append(turn(chunk), randomBytes(10_000 + chunk))
      await upload.complete(turn(1), randomBytes(index))
      return (await storedAt(upload)).every(Boolean)
    }),
  )
  expect(whole).toEqual(Array.from({ length: 10 }, () => true))
})
