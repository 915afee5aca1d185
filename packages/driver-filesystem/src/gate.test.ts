import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseOptions } from '@moorage/driver-core/kit'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Gate } from './gate.ts'
import filesystem from './index.ts'

afterEach(() => {
  vi.useRealTimers()
})

const never = undefined

describe('a gate', () => {
  test('lets its limit in, and the others in their order', async () => {
    const gate = new Gate({ limit: 2, resource: 'things' })
    const order: number[] = []
    const enter = async (number: number): Promise<void> => {
      await gate.enter('/file', never)
      order.push(number)
    }
    const entering = [1, 2, 3, 4].map(enter)
    await Promise.all(entering.slice(0, 2))
    expect(order).toEqual([1, 2])
    gate.leave()
    await entering[2]
    expect(order).toEqual([1, 2, 3])
    gate.leave()
    await entering[3]
    expect(order).toEqual([1, 2, 3, 4])
  })

  test('gives a place up when the one who waits for it is aborted', async () => {
    const gate = new Gate({ limit: 1, resource: 'things' })
    await gate.enter('/file', never)
    const controller = new AbortController()
    const waiting = gate.enter('/file', controller.signal)
    const next = gate.enter('/file', never)
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'ABORTED' })
    gate.leave()
    await next
  })

  test('sends those away who waited too long, with an error that may be retried', async () => {
    vi.useFakeTimers()
    const gate = new Gate({ limit: 1, patienceMs: 5000, resource: 'open files' })
    await gate.enter('/file', never)
    const [outcome] = await Promise.all([
      gate.enter('/file', never)?.catch((error: unknown) => error),
      vi.advanceTimersByTimeAsync(5000),
    ])
    expect(outcome).toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      message: 'filesystem: /file: too many open files (the limit is 1)',
    })
    gate.leave()
    await gate.enter('/file', never)
  })
})

describe('maxopenfiles', () => {
  test('counts readers and writers until they end, however they end', async () => {
    const rootdirectory = await mkdtemp(join(tmpdir(), 'driver-filesystem-'))
    const driver = await filesystem.create(parseOptions(filesystem, { rootdirectory, maxopenfiles: 2 }), {})
    await driver.putContent('/file', Buffer.from('x'))
    for (let round = 0; round < 5; round += 1) {
      await (await driver.createWriter('/a')).commit()
      await (await driver.createWriter('/a')).cancel()
      await (await driver.createWriter('/a')).close()
      await expect(driver.createReader('/missing')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' })
      await expect(driver.createWriter('/file/below')).rejects.toMatchObject({ code: 'INVALID_PATH' })
      ;(await driver.createReader('/file')).destroy()
      expect(await Array.fromAsync(await driver.createReader('/file'))).toHaveLength(1)
    }
    const first = await driver.createReader('/file')
    const second = await driver.createWriter('/b')
    const third = driver.createReader('/file')
    // Small files are not counted: they are open for one call only.
    expect(String(await driver.getContent('/file'))).toBe('x')
    first.destroy()
    await second.cancel()
    ;(await third).destroy()
    await driver[Symbol.asyncDispose]()
    await rm(rootdirectory, { recursive: true })
  })
})
