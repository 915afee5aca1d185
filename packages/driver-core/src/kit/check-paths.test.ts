import { describe, expect, test } from 'vitest'
import type { StorageDriver } from '../index.ts'
import { checkPaths } from './index.ts'

/** Notes each call, with its arguments, and answers nothing. */
function recordingDriver(): { driver: StorageDriver; calls: unknown[][] } {
  const calls: unknown[][] = []
  const note =
    (method: string) =>
    (...parameters: unknown[]): Promise<never> => {
      calls.push([method, ...parameters])
      return Promise.resolve(undefined as never)
    }
  const noteListing = (method: string) =>
    async function* (...parameters: unknown[]): AsyncGenerator<never> {
      calls.push([method, ...parameters])
      yield* []
    }
  const driver: StorageDriver = {
    name: 'test',
    capabilities: { redirect: false, move: 'atomic', append: 'none', listing: 'strong' },
    getContent: note('getContent'),
    putContent: note('putContent'),
    createReader: note('createReader'),
    createWriter: note('createWriter'),
    writtenSize: note('writtenSize'),
    flush: note('flush'),
    stat: note('stat'),
    list: noteListing('list'),
    walk: noteListing('walk'),
    move: note('move'),
    delete: note('delete'),
    redirectUrl: note('redirectUrl'),
    [Symbol.asyncDispose]: note('dispose'),
  }
  return { driver, calls }
}

const content = Buffer.from('x')

const callsOn = (driver: StorageDriver, path: string): Record<string, () => Promise<unknown>> => ({
  getContent: () => driver.getContent(path, {}),
  putContent: () => driver.putContent(path, content, {}),
  createReader: () => driver.createReader(path, {}),
  createWriter: () => driver.createWriter(path, {}),
  delete: () => driver.delete(path, {}),
  redirectUrl: () => driver.redirectUrl(path, { method: 'GET' }),
  writtenSize: () => driver.writtenSize(path, {}),
  stat: () => driver.stat(path, {}),
  list: () => driver.list(path, {})[Symbol.asyncIterator]().next(),
  walk: () => driver.walk(path, {})[Symbol.asyncIterator]().next(),
})
const takesRoot = ['stat', 'list', 'walk']

describe('a driver whose paths are checked', () => {
  test.each(Object.keys(callsOn(recordingDriver().driver, '/a')))(
    '%s hands a legal path on, and no other',
    async (method) => {
      const { driver, calls } = recordingDriver()
      const checked = checkPaths(driver)
      await callsOn(checked, '/a')[method]?.()
      expect(calls).toHaveLength(1)
      expect(calls[0]?.slice(0, 2)).toEqual([method, '/a'])
      for (const path of ['', 'a', '/a/', '/../a', ...(takesRoot.includes(method) ? [] : ['/'])]) {
        await expect(callsOn(checked, path)[method]?.()).rejects.toMatchObject({ code: 'INVALID_PATH', driver: 'test' })
      }
      expect(calls).toHaveLength(1)
      if (takesRoot.includes(method)) await callsOn(checked, '/')[method]?.()
      expect(calls).toHaveLength(takesRoot.includes(method) ? 2 : 1)
    },
  )

  test('move checks both ends', async () => {
    const { driver, calls } = recordingDriver()
    const checked = checkPaths(driver)
    await expect(checked.move('/a', '/')).rejects.toMatchObject({ code: 'INVALID_PATH' })
    await expect(checked.move('/', '/a')).rejects.toMatchObject({ code: 'INVALID_PATH' })
    await checked.move('/a', '/b')
    expect(calls).toEqual([['move', '/a', '/b', undefined]])
  })

  test('is what it was in all else', async () => {
    const { driver, calls } = recordingDriver()
    const checked = checkPaths(driver)
    expect(checked.name).toBe('test')
    expect(checked.capabilities).toBe(driver.capabilities)
    await checked[Symbol.asyncDispose]()
    expect(calls).toEqual([['dispose']])
  })
})
