import { describe, expect, test } from 'vitest'
import { chunkBytes, openTestDriver, testBytes } from '../testing/open-test-driver.ts'
import { ByteBudget, segmentBytes } from './byte-budget.ts'

describe('many writers with little memory', () => {
  test('a hundred uploads of several parts all end, and the limit is passed by no more than a part', async () => {
    const byteBudget = new ByteBudget(4 * segmentBytes)
    const { driver, client } = openTestDriver(undefined, { byteBudget })
    let mostBytes = 0
    client.before = async ({ method }) => {
      mostBytes = Math.max(mostBytes, byteBudget.lentBytes)
      if (method === 'uploadPart') await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const content = testBytes(5 * chunkBytes)
    async function* source(): AsyncGenerator<Uint8Array, void, void> {
      for (let start = 0; start < content.length; start += 40_000) {
        await new Promise(setImmediate)
        yield content.subarray(start, start + 40_000)
      }
    }
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const writer = await driver.createWriter(`/files/${index}`, { resumable: false })
        await writer.writeFrom(source())
        await writer.commit()
      }),
    )
    for (const index of [0, 50, 99]) {
      expect(Buffer.compare(await driver.getContent(`/files/${index}`), content)).toBe(0)
    }
    expect(byteBudget.lentBytes).toBe(0)
    expect(mostBytes).toBeLessThanOrEqual(byteBudget.limitBytes + Math.ceil(chunkBytes / segmentBytes) * segmentBytes)
  })

  test('a source is not read while there is no memory for its bytes', async () => {
    const byteBudget = new ByteBudget(segmentBytes, { patienceMs: 50 })
    const { driver } = openTestDriver(undefined, { byteBudget })
    const [holder, overdrawer, third] = await Promise.all(
      ['/a', '/b', '/c'].map((path) => driver.createWriter(path, { resumable: false })),
    )
    await holder?.write(Buffer.from('x'))
    await overdrawer?.write(Buffer.from('x'))
    let read = 0
    async function* source(): AsyncGenerator<Uint8Array, void, void> {
      for (; read < 100; read += 1) yield Buffer.from('x')
    }
    await expect(third?.writeFrom(source())).rejects.toMatchObject({ code: 'UNAVAILABLE', path: '/c' })
    expect(read).toBe(0)
    await overdrawer?.commit()
    expect(await third?.writeFrom(source())).toBe(100)
    await holder?.cancel()
    await third?.close()
    expect(byteBudget.lentBytes).toBe(0)
  })

  test('a small file takes one segment', async () => {
    const { driver, budget } = openTestDriver()
    const writer = await driver.createWriter('/file', { resumable: false })
    await writer.write(Buffer.from('x'))
    expect(budget.lentBytes).toBe(segmentBytes)
    await writer.cancel()
    expect(budget.lentBytes).toBe(0)
  })

  test.each(['commit', 'cancel', 'close'] as const)(
    'the memory is free after %s, whether it succeeds or not',
    async (end) => {
      const { driver, client, budget } = openTestDriver()
      for (const fails of [false, true]) {
        for (const resumable of [false, true]) {
          const writer = await driver.createWriter('/file', { resumable })
          await writer.write(testBytes(2.5 * chunkBytes))
          client.before = () => {
            if (fails) throw new Error('no connection')
          }
          await writer[end]().catch(() => undefined)
          if (writer.state === 'open') await writer.close().catch(() => undefined)
          expect(budget.lentBytes).toBe(0)
          client.before = undefined
        }
      }
    },
  )
})
