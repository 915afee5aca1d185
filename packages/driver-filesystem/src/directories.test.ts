import { appendFile, mkdir, mkdtemp, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as descriptors from './descriptors.ts'
import { Directories } from './directories.ts'
import * as disks from './disk.ts'
import { handedOver } from './file-calls.ts'
import filesystem from './index.ts'
import { Root } from './root.ts'

vi.mock(import('./descriptors.ts'), { spy: true })
vi.mock(import('./disk.ts'), { spy: true })

const flushedDirectories = vi.mocked(descriptors.syncDirectory)
const flushedFiles = vi.mocked(descriptors.syncFile)

let rootdirectory: string

/** The tests' folder may lie on any disk. */
const lieOn = (names: disks.NameFlushing): void => {
  vi.mocked(disks.findDisk).mockResolvedValue({ calls: handedOver, names })
}

const open = (parameters: object = {}): Promise<StorageDriver> =>
  filesystem.create(parseOptions(filesystem, { rootdirectory, ...parameters }), {})

beforeEach(async () => {
  rootdirectory = await mkdtemp(join(tmpdir(), 'driver-filesystem-'))
  vi.clearAllMocks()
  lieOn('each-directory')
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

  test('bytes that were flushed when they were committed are not flushed again to be committed elsewhere', async () => {
    const driver = await open()
    const first = await driver.createWriter('/upload')
    await first.write(Buffer.from('x'))
    await first.commit()
    const last = await driver.createWriter('/upload', { append: true })
    await last.commit({ destination: '/file' })
    expect(flushedFiles).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['this process', 'here'],
    ['another one', 'elsewhere'],
  ])('bytes that were added by %s are flushed with the others', async (_, place) => {
    const driver = await open()
    const first = await driver.createWriter('/upload', { append: true })
    await first.write(Buffer.from('x'))
    await first.commit()
    if (place === 'elsewhere') await appendFile(join(rootdirectory, 'upload'), 'y')
    const last = await driver.createWriter('/upload', { append: true })
    if (place === 'here') await last.write(Buffer.from('y'))
    await last.commit({ destination: '/file' })
    expect(flushedFiles).toHaveBeenCalledTimes(2)
    expect(String(await driver.getContent('/file'))).toBe('xy')
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

describe('on a disk with one journal', () => {
  beforeEach(() => lieOn('journal'))

  test('one flush is enough for a file and all folders above it', async () => {
    const driver = await open()
    await driver.putContent('/a/b/file', Buffer.from('x'))
    expect(flushedFiles).toHaveBeenCalledTimes(1)
    expect(flushedDirectories).toHaveBeenCalledTimes(1)
  })

  test('all who wait share it, wherever their files are', async () => {
    const driver = await open()
    const paths = Array.from({ length: 20 }, (_, index) => `/${index}/file`)
    await Promise.all(paths.map((path) => driver.putContent(path, Buffer.from('x'), { durable: 'content' })))
    expect(flushedDirectories).not.toHaveBeenCalled()
    await driver.flush(paths)
    expect(flushedDirectories).toHaveBeenCalledTimes(2)
  })

  test('the directory that is flushed was changed after all else, by whichever way a name came or went', async () => {
    const driver = await open()
    const temporary = join(rootdirectory, '~tmp')
    const changes = [
      () => driver.putContent('/file', Buffer.from('x')),
      () => driver.move('/file', '/moved'),
      () => driver.delete('/moved'),
      async () => (await driver.createWriter('/file')).commit(),
    ]
    for (const change of changes) {
      await utimes(temporary, 0, 0)
      const before = Date.now()
      await change()
      expect((await stat(temporary)).mtimeMs).toBeGreaterThanOrEqual(before)
    }
  })

  test('somebody may clear the folder away that is flushed', async () => {
    const driver = await open()
    await rm(join(rootdirectory, '~tmp'), { recursive: true })
    await driver.flush(['/file'])
    expect(flushedDirectories).toHaveBeenCalledTimes(1)
  })

  test('a failure of the disk is not put up with', async () => {
    const driver = await open()
    flushedDirectories.mockRejectedValueOnce(Object.assign(new Error('EINVAL'), { code: 'EINVAL' }))
    await expect(driver.putContent('/file', Buffer.from('x'))).rejects.toMatchObject({ code: 'UNEXPECTED' })
  })

  test('from when a folder turns out to be another disk, each directory is flushed', async () => {
    const directories = new Directories(await Root.open(rootdirectory), true)
    await directories.splitDisks('/a/b')
    // /a/b, /a and /, for it is not known who made them.
    expect(flushedDirectories.mock.calls.length).toBeGreaterThan(0)
    flushedDirectories.mockClear()
    await mkdir(join(rootdirectory, 'c'))
    await directories.flush('/c')
    await directories.flush('/')
    expect(flushedDirectories).toHaveBeenCalledTimes(2)
  })
})

test('in memory nothing is flushed', async () => {
  lieOn('none')
  const driver = await open()
  await driver.putContent('/a/file', Buffer.from('x'))
  await (await driver.createWriter('/file')).commit()
  await driver.move('/file', '/b/file')
  expect(flushedFiles).not.toHaveBeenCalled()
  expect(flushedDirectories).not.toHaveBeenCalled()
})
