import { expect, test } from 'vitest'
import { combineCrc64 } from './combine-crc64.ts'
import { borrowCrc64Hasher, returnCrc64Hasher } from './crc64-hasher.ts'

async function crc64(bytes: Uint8Array | string): Promise<bigint> {
  const hasher = await borrowCrc64Hasher()
  const digest = BigInt(`0x${hasher.update(bytes).digest('hex')}`)
  returnCrc64Hasher(hasher)
  return digest
}

test('the checksum is CRC-64/XZ', async () => {
  expect(await crc64('123456789')).toBe(0x995dc9bbdf1939fan)
})

test.each([0, 1, 2, 1000, 65_536, 1_000_003])('two checksums are combined, the second of %d bytes', async (length) => {
  const first = Buffer.from('the first part')
  const second = Buffer.alloc(length, 'the second')
  const whole = await crc64(Buffer.concat([first, second]))
  expect(combineCrc64(await crc64(first), await crc64(second), length)).toBe(whole)
})
