import { createDriver, DriverError } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { describeDriver } from '@moorage/testkit/driver'
import { describe, expect, test } from 'vitest'
import memory, { createMemoryDriver, MemoryStore } from './index.ts'

const store = new MemoryStore()

describeDriver('memory', {
  create: async () => createMemoryDriver(store),
  reopen: async () => createMemoryDriver(store),
  leftovers: async () => [...store.partials.keys()],
})

describe('the memory driver', () => {
  test('takes no parameters: none, null and an empty mapping are the same', async () => {
    for (const parameters of [undefined, null, {}]) {
      const driver = await memory.create(parseOptions(memory, parameters), {})
      await driver.putContent('/file', Buffer.from('x'))
      expect(await driver.stat('/file')).toMatchObject({ size: 1 })
    }
  })

  test('refuses a parameter, and names it', () => {
    expect(() => parseOptions(memory, { rootdirectory: '/data' })).toThrow(DriverError)
    expect(() => parseOptions(memory, { rootdirectory: '/data' })).toThrow(/unknown parameter rootdirectory/)
  })

  test('gives each driver without a store one of its own', async () => {
    const first = createMemoryDriver()
    await first.putContent('/file', Buffer.from('x'))
    await expect(createMemoryDriver().stat('/file')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' })
  })

  test('is what a configuration calls memory, or inmemory as the Go registry does', async () => {
    for (const name of ['memory', 'inmemory']) {
      const driver = await createDriver(name, null, {}, { from: [import.meta.url] })
      expect(driver.name).toBe('memory')
    }
  })

  test('keeps the chunks of a source as they are, and reads them across their borders', async () => {
    const driver = createMemoryDriver()
    const writer = await driver.createWriter('/file')
    await writer.writeFrom(
      (async function* () {
        yield Buffer.from('abc')
        yield Buffer.from('def')
        yield Buffer.from('ghi')
      })(),
    )
    await writer.commit()
    const reader = await driver.createReader('/file', { offset: 2, length: 5 })
    expect(Buffer.concat(await Array.fromAsync<Uint8Array>(reader)).toString()).toBe('cdefg')
  })
})
