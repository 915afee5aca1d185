import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CatalogLife } from './catalog-life.ts'
import { exclusivelyByFile } from './exclusively-by-file.ts'
import { FileLock } from './file-lock.ts'

describe('a lock of a file', () => {
  let folder: string
  let life: CatalogLife
  let lock: FileLock
  let other: FileLock
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'file-lock-'))
    await writeFile(join(folder, 'data'), '', { mode: 0o640 })
    const options = { path: join(folder, 'data.lock'), like: join(folder, 'data') }
    life = new CatalogLife('test')
    lock = new FileLock(life, options)
    other = new FileLock(new CatalogLife('other'), options)
  })
  afterEach(() => rm(folder, { recursive: true }))

  test('has one owner, until it is let go', async () => {
    const held = await lock.take({ timeoutMs: 0 })
    expect(other.tryTake()).toBeUndefined()
    expect(lock.tryTake()).toBeUndefined()
    held[Symbol.dispose]()
    const next = other.tryTake()
    expect(next).toBeDefined()
    next?.[Symbol.dispose]()
  })

  test('has an empty file of the mode that the data has, and no other', async () => {
    const held = await lock.take({ timeoutMs: 0 })
    expect(await readdir(folder)).toEqual(['data', 'data.lock'])
    const { size, mode } = await stat(lock.path)
    expect([size, mode & 0o777]).toEqual([0, 0o640])
    held[Symbol.dispose]()
  })

  test('is BUSY when it does not come in time', async () => {
    const held = await lock.take({ timeoutMs: 0 })
    for (const timeoutMs of [0, 30]) {
      await expect(other.take({ timeoutMs })).rejects.toMatchObject({
        name: 'CatalogError',
        code: 'BUSY',
        message: `other: another has the lock ${lock.path} for more than ${timeoutMs} ms`,
      })
    }
    held[Symbol.dispose]()
  })

  test('comes to each of many who wait, and is let go however their work ends', async () => {
    let most = 0
    let having = 0
    const works = Array.from({ length: 20 }, async (_, index) => {
      const held = await (index % 2 === 0 ? lock : other).take({ timeoutMs: 60_000 })
      having += 1
      most = Math.max(most, having)
      await stat(folder)
      having -= 1
      held[Symbol.dispose]()
    })
    await Promise.all(works)
    expect(most).toBe(1)
  })

  test('is waited for until the call is aborted, or the catalog closed', async () => {
    const held = await other.take({ timeoutMs: 0 })
    const abort = new AbortController()
    const aborted = lock.take({ timeoutMs: 60_000, signal: abort.signal })
    const closed = lock.take({ timeoutMs: 60_000 })
    const ends = Promise.allSettled([aborted, closed])
    abort.abort(new Error('enough'))
    await expect(aborted).rejects.toMatchObject({ code: 'ABORTED', cause: new Error('enough') })
    life.end()
    await expect(closed).rejects.toMatchObject({ code: 'CLOSED' })
    await ends
    held[Symbol.dispose]()
  })

  test('in a folder that is missing, or under the name of something else, is an error that names it', () => {
    const at = (path: string): FileLock => new FileLock(life, { path, like: join(folder, 'data') })
    for (const path of [join(folder, 'missing', 'lock'), folder]) {
      expect(() => at(path).tryTake()).toThrow(expect.objectContaining({ code: 'ACCESS_DENIED' }))
      expect(() => at(path).tryTake()).toThrow(path)
    }
  })

  test('tells who works with it when its file is deleted', async () => {
    const work = exclusivelyByFile(
      lock,
      life,
      async (signal) => {
        expect(signal.aborted).toBe(false)
        await rm(lock.path)
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        return signal.reason as unknown
      },
      { timeoutMs: 0 },
    )
    expect(await work).toMatchObject({ code: 'BUSY', message: expect.stringContaining(`${lock.path} was deleted`) })
  })
})
