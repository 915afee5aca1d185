import { expect, test } from 'vitest'
import { Crc64 } from './crc64.ts'

test('is the CRC-64/XZ of the bytes, as a decimal number', async () => {
  using digest = await Crc64.create()
  digest.start()
  digest.update(Buffer.from('12345'))
  digest.update(Buffer.from('6789'))
  expect(digest.value()).toBe(BigInt('0x995dc9bbdf1939fa').toString())
})

test('begins anew with each start, and several do not mix', async () => {
  using one = await Crc64.create()
  using other = await Crc64.create()
  one.start()
  one.update(Buffer.from('a try that broke'))
  one.start()
  other.start()
  one.update(Buffer.from('12345'))
  other.update(Buffer.from('12345'))
  one.update(Buffer.from('6789'))
  const whole = one.value()
  expect(whole).toBe('11051210869376104954')
  expect(other.value()).not.toBe(whole)
})

test('of nothing is 0', async () => {
  using digest = await Crc64.create()
  digest.start()
  expect(digest.value()).toBe('0')
})
