import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Directories } from './directories.ts'
import * as descriptors from './descriptors.ts'
import filesystem from './index.ts'
import { Root } from './root.ts'

vi.mock(import('./descriptors.ts'), { spy: true })

const flushedDirectories = vi.mocked(descriptors.syncDirectory)
const flushedFiles = vi.mocked(descriptors.syncFile)

let rootdirectory: string

const open = (parameters: object = {}): Promise<StorageDriver> =>
  filesystem.create(parseOptions(filesystem, { rootdirectory, ...parameters }), {})

beforeEach(async () => {
  rootdirectory = await mkdtemp(join(tmpdir(), 'driver-filesystem-'))
  vi.clearAllMocks()
})

afterEach(() => rm(rootdirectory, { recursive: true }))

describe('flushing to the disk', () => {
  test('a put flushes the file, its directory, and what holds each new directory', async () => {
    const driver = await open()
    await driver.putContent('/a/b/file', Buffer.from('x'))
    expect(flushedFiles).toHaveBeenCalledTimes(1)
    // /a/b for the file, /a for b, / for a.
    expect(flushedDirectories).toHaveBeenCalledTimes(3)
    await driver.putContent('/a/b/other', Buffer.from('x'))
    expect(flushedFiles).toHaveBeenCalledTimes(2)
    expect(flushedDirectories).toHaveBeenCalledTimes(4)
  })

  test('a put that need not be durable flushes nothing, and the next one that must be makes up for the directories', async () => {
    const driver = await open()
    await driver.putContent('/a/b/note', Buffer.from('x'), { durable: false })
    expect(flushedFiles).not.toHaveBeenCalled()
    expect(flushedDirectories).not.toHaveBeenCalled()
    await driver.putContent('/a/b/file', Buffer.from('x'))
    expect(flushedFiles).toHaveBeenCalledTimes(1)
    expect(flushedDirectories).toHaveBeenCalledTimes(3)
  })

  test('commit and close flush, move flushes where the file goes', async () => {
    const driver = await open()
    const closed = await driver.createWriter('/file')
    await closed.write(Buffer.from('x'))
    await closed.close()
    expect(flushedFiles).toHaveBeenCalledTimes(1)
    const committed = await driver.createWriter('/file', { append: true })
    await committed.commit()
    expect(flushedFiles).toHaveBeenCalledTimes(2)
    flushedDirectories.mockClear()
    await driver.move('/file', '/moved')
    expect(flushedDirectories).toHaveBeenCalledTimes(1)
  })

  test('sync: false flushes nothing', async () => {
    const driver = await open({ sync: false })
    await driver.putContent('/a/b/file', Buffer.from('x'))
    const writer = await driver.createWriter('/a/c/file')
    await writer.write(Buffer.from('x'))
    await writer.commit()
    await driver.move('/a/b/file', '/d/file')
    expect(flushedFiles).not.toHaveBeenCalled()
    expect(flushedDirectories).not.toHaveBeenCalled()
  })

  test('callers that come while a directory is flushed share the next flush', async () => {
    const directories = new Directories(await Root.open(rootdirectory), true)
    await Promise.all(Array.from({ length: 20 }, () => directories.flush('/')))
    expect(flushedDirectories).toHaveBeenCalledTimes(2)
    await directories.flush('/')
    expect(flushedDirectories).toHaveBeenCalledTimes(3)
  })

  test('a file system that cannot flush directories is put up with', async () => {
    const driver = await open()
    flushedDirectories.mockRejectedValueOnce(Object.assign(new Error('EINVAL'), { code: 'EINVAL' }))
    await driver.putContent('/file', Buffer.from('x'))
    expect(flushedDirectories).toHaveBeenCalledTimes(1)
    flushedDirectories.mockRejectedValueOnce(Object.assign(new Error('EIO'), { code: 'EIO' }))
    await expect(driver.putContent('/file', Buffer.from('x'))).rejects.toMatchObject({ code: 'UNEXPECTED' })
  })

  test('a flush that fails is the error of all who waited for it, and not of those who come later', async () => {
    const directories = new Directories(await Root.open(rootdirectory), true)
    flushedDirectories.mockRejectedValueOnce(new Error('the disk failed'))
    const outcomes = await Promise.allSettled([directories.flush('/'), directories.flush('/'), directories.flush('/')])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    await directories.flush('/')
  })
})
