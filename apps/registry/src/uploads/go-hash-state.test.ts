import { createHash } from 'node:crypto'
import { createSHA256 } from 'hash-wasm'
import { describe, expect, it } from 'vitest'
import { fromGoHashState, toGoHashState } from './go-hash-state.ts'

/** What Go's `sha256.New()` marshals to after 70 bytes `a`. */
const goStateOf70 = [
  '73686103',
  'df5bb81ce81e0626fb45a8944fd40f31b25e6816d6d499c1ab90492900635e66',
  '616161616161'.padEnd(128, '0'),
  '0000000000000046',
].join('')

/** In pieces, which leave parts of former blocks in the hasher. */
async function savedAfter(bytes: string): Promise<Uint8Array> {
  const hasher = (await createSHA256()).init()
  for (let position = 0; position < bytes.length; position += 40) hasher.update(bytes.slice(position, position + 40))
  return hasher.save()
}

describe("the state of a sha256 in Go's form", () => {
  it('is what Go marshals after 70 bytes', async () => {
    expect(toGoHashState(await savedAfter('a'.repeat(70))).toString('hex')).toBe(goStateOf70)
  })

  it('is what Go marshals before any byte', async () => {
    expect(toGoHashState(await savedAfter('')).toString('hex')).toBe(
      `736861036a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19${'0'.repeat(144)}`,
    )
  })

  it('shows nothing of the blocks before the open one', async () => {
    const state = toGoHashState(await savedAfter(`${'secret'.repeat(20)}${'b'.repeat(8)}`))
    expect(state.subarray(4 + 32, 4 + 32 + 64).every((byte) => byte === 0)).toBe(true)
  })

  it('goes on from what Go marshalled', async () => {
    const hasher = (await createSHA256()).init()
    const saved = fromGoHashState(Buffer.from(goStateOf70, 'hex'), hasher.save())
    hasher.load(saved ?? new Uint8Array()).update('bcd')
    expect(hasher.digest('hex')).toBe(
      createHash('sha256')
        .update(`${'a'.repeat(70)}bcd`)
        .digest('hex'),
    )
  })

  it.each([0, 1, 55, 56, 63, 64, 65, 127, 128, 1000])('goes on from its own after %i bytes', async (length) => {
    const fresh = (await createSHA256()).init()
    const state = toGoHashState(await savedAfter('x'.repeat(length)))
    fresh.load(fromGoHashState(state, fresh.save()) ?? new Uint8Array()).update('y'.repeat(100))
    expect(fresh.digest('hex')).toBe(
      createHash('sha256')
        .update('x'.repeat(length) + 'y'.repeat(100))
        .digest('hex'),
    )
  })

  it('is not read from anything else', async () => {
    const fresh = await savedAfter('')
    const state = Buffer.from(goStateOf70, 'hex')
    const sha224 = Buffer.concat([Buffer.from('sha\u0002', 'latin1'), state.subarray(4)])
    for (const other of [
      Buffer.alloc(0),
      state.subarray(1),
      Buffer.concat([state, state]),
      sha224,
      Buffer.alloc(108),
    ]) {
      expect(fromGoHashState(other, fresh)).toBe(undefined)
    }
  })
})
