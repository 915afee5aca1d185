import { execFile } from 'node:child_process'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isDriverError, type StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import filesystem from './index.ts'
import { sweepLeftOvers } from './left-overs.ts'

let folder: string
let root: string
let driver: StorageDriver

const open = (parameters: object = {}): Promise<StorageDriver> =>
  filesystem.create(parseOptions(filesystem, { rootdirectory: root, ...parameters }), {})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driver-filesystem-'))
  root = join(folder, 'root')
  driver = await open()
})

afterEach(async () => {
  await driver[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const text = (content: string): Uint8Array => Buffer.from(content)
const onDisk = (path: string): Promise<string> => readFile(join(root, path), 'utf8')
const pathsOf = async (method: 'list' | 'walk', path: string): Promise<string[]> => {
  const paths: string[] = []
  for await (const entry of driver[method](path)) paths.push(entry.path)
  return paths
}
const codeOf = async (call: Promise<unknown>): Promise<string> => {
  const error: unknown = await call.catch((reason: unknown) => reason)
  return isDriverError(error) ? error.code : 'none'
}
const list = async (path: string): Promise<string[]> => pathsOf('list', path)

describe('the layout on disk', () => {
  test('a file at a storage path is the file of that path below the root, as in the Go registry', async () => {
    await driver.putContent('/docker/registry/v2/file', text('content'))
    const writer = await driver.createWriter('/docker/registry/v2/streamed')
    await writer.write(text('streamed'))
    await writer.commit()
    expect(await onDisk('docker/registry/v2/file')).toBe('content')
    expect(await onDisk('docker/registry/v2/streamed')).toBe('streamed')
    expect((await readdir(root)).toSorted()).toEqual(['docker', '~tmp'])
    expect(await readdir(join(root, '~tmp'))).toEqual([])
  })

  test('unfinished bytes lie beside their path until the commit', async () => {
    const writer = await driver.createWriter('/upload/data')
    await writer.write(text('unfinished'))
    await writer.close()
    expect(await readdir(join(root, 'upload'))).toEqual(['data~partial'])
    const last = await driver.createWriter('/upload/data', { append: true })
    await last.commit()
    expect(await readdir(join(root, 'upload'))).toEqual(['data'])
  })

  test('names that no storage path can have are not listed, and go with their directory', async () => {
    await mkdir(join(root, 'directory/lost+found'), { recursive: true })
    await writeFile(join(root, 'directory/with space'), 'x')
    await writeFile(join(root, 'directory/file~'), 'x')
    await writeFile(join(root, 'directory/file'), 'x')
    expect(await list('/directory')).toEqual(['/directory/file'])
    expect(await pathsOf('walk', '/')).toEqual(['/directory', '/directory/file'])
    await driver.delete('/directory')
    expect(await readdir(root)).toEqual(['~tmp'])
    expect(await readdir(join(root, '~tmp'))).toEqual([])
  })

  test('what is neither file nor directory is not there, and holds nothing up', async () => {
    await mkdir(join(root, 'directory'))
    await promisify(execFile)('mkfifo', [join(root, 'directory/pipe')])
    expect(await codeOf(driver.getContent('/directory/pipe'))).toBe('PATH_NOT_FOUND')
    expect(await codeOf(driver.createReader('/directory/pipe'))).toBe('PATH_NOT_FOUND')
    expect(await codeOf(driver.stat('/directory/pipe'))).toBe('PATH_NOT_FOUND')
    expect(await list('/directory')).toEqual([])
  })

  test('a name of 255 letters, which leaves no room for unfinished bytes beside it, can be put, read and deleted', async () => {
    const path = `/${'n'.repeat(255)}`
    await driver.putContent(path, text('x'))
    expect(await driver.stat(path)).toMatchObject({ size: 1 })
    expect(await codeOf(driver.createWriter(path))).toBe('INVALID_PATH')
    await driver.delete(path)
    expect(await list('/')).toEqual([])
    expect(await codeOf(driver.putContent(`/${'n'.repeat(256)}`, text('x')))).toBe('INVALID_PATH')
  })
})

describe('an upload that a Go registry began, whose bytes lie at its path', () => {
  beforeEach(async () => {
    await mkdir(join(root, 'upload'))
    await writeFile(join(root, 'upload/data'), 'from Go')
  })

  test('is continued, and readers see it again when the writer ends', async () => {
    const writer = await driver.createWriter('/upload/data', { append: true })
    expect(writer.size).toBe(7)
    await writer.write(text(', and from here'))
    expect(await list('/upload')).toEqual([])
    await writer.commit()
    expect(await onDisk('upload/data')).toBe('from Go, and from here')
    expect(await readdir(join(root, 'upload'))).toEqual(['data'])
  })

  test('keeps what was appended when the writer is closed', async () => {
    const writer = await driver.createWriter('/upload/data', { append: true })
    await writer.write(text('!'))
    await writer.close()
    expect(await onDisk('upload/data')).toBe('from Go!')
  })

  test('is as it was when the writer is cancelled', async () => {
    const writer = await driver.createWriter('/upload/data', { append: true })
    await writer.write(text('wrong'))
    await writer.cancel()
    expect(await onDisk('upload/data')).toBe('from Go')
  })
})

describe('two writers of one path', () => {
  test('the older one cannot commit what the younger one wrote', async () => {
    const older = await driver.createWriter('/file')
    await older.write(text('older'))
    const younger = await driver.createWriter('/file')
    await younger.write(text('younger'))
    expect(await codeOf(older.commit())).toBe('CONFLICT')
    await older.cancel()
    await younger.commit()
    expect(await onDisk('file')).toBe('younger')
  })

  test('the younger one takes over: the older one, whose client hangs, writes no more', async () => {
    const older = await driver.createWriter('/file')
    await older.write(text('older'))
    const { promise: hanging, resolve: wakeUp } = Promise.withResolvers<undefined>()
    const writing = older.writeFrom(
      (async function* () {
        await hanging
        yield text(' and too late')
      })(),
    )
    const younger = await driver.createWriter('/file', { append: true })
    expect(younger.size).toBe(5)
    await younger.write(text(' and younger'))
    await younger.commit()
    wakeUp(undefined)
    expect(await codeOf(writing)).toBe('CONFLICT')
    expect(await codeOf(older.commit())).toBe('CONFLICT')
    await older.close()
    expect(await onDisk('file')).toBe('older and younger')
  })

  test('of several that are opened at the same time, one stays, and what it commits is its own', async () => {
    await driver.putContent('/file', text('start '))
    const writers = await Promise.all(Array.from({ length: 10 }, () => driver.createWriter('/file', { append: true })))
    const outcomes = await Promise.all(writers.map((writer, index) => codeOf(writer.write(text(String(index))))))
    expect(outcomes.filter((code) => code !== 'CONFLICT')).toEqual(['none'])
    await Promise.all(writers.map((writer) => writer.close()))
    expect(await onDisk('file')).toBe(`start ${outcomes.indexOf('none')}`)
  })

  test('what processes left that died, one of them while it took over, is continued from the longest', async () => {
    await mkdir(join(root, 'uploads'))
    for (const [name, content] of Object.entries({
      'open-1': '',
      'open-2': 'all of it',
      'open-3': 'all',
      'copy-0': 'al',
    })) {
      await writeFile(join(root, 'uploads', `data~${name}`), content)
    }
    expect(await driver.writtenSize('/uploads/data')).toBe(9)
    const writer = await driver.createWriter('/uploads/data', { append: true })
    expect(writer.size).toBe(9)
    await writer.write(text(', and more'))
    await writer.commit()
    expect(await onDisk('uploads/data')).toBe('all of it, and more')
    expect(await readdir(join(root, 'uploads'))).toEqual(['data'])
  })

  test('what a process left that died while it took over does not come back when the bytes that went on from it are gone', async () => {
    await mkdir(join(root, 'uploads'))
    for (const name of ['open-1', 'open-2']) await writeFile(join(root, 'uploads', `data~${name}`), 'all of it')
    const writer = await driver.createWriter('/uploads/data', { append: true })
    await writer.write(text(', and more'))
    await writer.commit({ destination: '/blob' })
    expect(await driver.writtenSize('/uploads/data')).toBe(0)
  })

  test('a file is not moved away under a writer that continues it, such as an upload that is to become a blob', async () => {
    await driver.putContent('/upload', text('content'))
    const writer = await driver.createWriter('/upload', { append: true })
    expect(await codeOf(driver.move('/upload', '/blob'))).toBe('PATH_NOT_FOUND')
    await writer.cancel()
    await driver.move('/upload', '/blob')
    expect(await onDisk('blob')).toBe('content')
  })

  test('an upload that was deleted while it was written cannot be committed', async () => {
    const writer = await driver.createWriter('/upload/data')
    await writer.write(text('x'))
    await driver.delete('/upload')
    expect(await codeOf(writer.commit())).toBe('CONFLICT')
    await writer.cancel()
    expect(await list('/')).toEqual([])
  })

  test('calls that are not awaited are carried out in their order', async () => {
    const writer = await driver.createWriter('/file')
    const calls = ['a', 'b', 'c', 'd'].map((letter) => writer.write(text(letter)))
    await Promise.all([...calls, writer.commit()])
    expect(await onDisk('file')).toBe('abcd')
  })
})

describe('symbolic links', () => {
  let outside: string

  beforeEach(async () => {
    outside = join(folder, 'root-outside')
    await mkdir(join(outside, 'below'), { recursive: true })
    await writeFile(join(outside, 'secret'), 'secret')
    await driver.putContent('/real/file', text('inside'))
  })

  test('inside the root are followed', async () => {
    await symlink(join(root, 'real'), join(root, 'link'))
    await symlink('real/file', join(root, 'file'))
    expect(Buffer.from(await driver.getContent('/link/file')).toString()).toBe('inside')
    expect(Buffer.from(await driver.getContent('/file')).toString()).toBe('inside')
    expect(await driver.stat('/link')).toEqual({ kind: 'directory', path: '/link' })
    expect(await driver.stat('/file')).toMatchObject({ kind: 'file', size: 6 })
    expect(await list('/link')).toEqual(['/link/file'])
    await driver.putContent('/link/new', text('new'))
    expect(await onDisk('real/new')).toBe('new')
    expect(await pathsOf('walk', '/')).toEqual([
      '/file',
      '/link',
      '/link/file',
      '/link/new',
      '/real',
      '/real/file',
      '/real/new',
    ])
  })

  test('to a folder outside are refused by every method, and nothing out there changes', async () => {
    await symlink(outside, join(root, 'link'))
    const calls = [
      () => driver.getContent('/link/secret'),
      () => driver.createReader('/link/secret'),
      () => driver.stat('/link/secret'),
      () => driver.stat('/link'),
      () => list('/link'),
      () => list('/link/below'),
      () => pathsOf('walk', '/link'),
      () => driver.putContent('/link/secret', text('x')),
      () => driver.putContent('/link/new/deep', text('x')),
      () => driver.createWriter('/link/new'),
      () => driver.createWriter('/link/secret', { append: true }),
      () => driver.move('/real/file', '/link/file'),
      () => driver.move('/link/secret', '/real/secret'),
      () => driver.delete('/link/secret'),
      () => driver.delete('/link/below'),
    ]
    const codes = await Promise.all(calls.map((call) => codeOf(call())))
    expect(codes).toEqual(calls.map(() => 'ACCESS_DENIED'))
    const own = await driver.createWriter('/link/own', { resumable: false })
    expect(await codeOf(own.commit())).toBe('ACCESS_DENIED')
    await own.cancel()
    expect((await readdir(outside)).toSorted()).toEqual(['below', 'secret'])
    expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret')
    expect(await onDisk('real/file')).toBe('inside')
  })

  test('to a file outside are neither read, listed nor written through', async () => {
    await symlink(join(outside, 'secret'), join(root, 'link'))
    expect(await codeOf(driver.getContent('/link'))).toBe('ACCESS_DENIED')
    expect(await codeOf(driver.stat('/link'))).toBe('ACCESS_DENIED')
    expect(await codeOf(driver.createWriter('/link', { append: true }))).toBe('ACCESS_DENIED')
    expect(await list('/')).toEqual(['/real'])
    await driver.putContent('/link', text('replaced'))
    expect((await lstat(join(root, 'link'))).isFile()).toBe(true)
    expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret')
  })

  test('to a folder outside are deleted as links', async () => {
    await symlink(outside, join(root, 'link'))
    await driver.delete('/link')
    expect(await readdir(root)).not.toContain('link')
    expect(await readFile(join(outside, 'secret'), 'utf8')).toBe('secret')
  })

  test('that lead nowhere are not there', async () => {
    await symlink(join(root, 'gone'), join(root, 'link'))
    expect(await codeOf(driver.getContent('/link'))).toBe('PATH_NOT_FOUND')
    expect(await codeOf(driver.stat('/link'))).toBe('PATH_NOT_FOUND')
    expect(await list('/')).toEqual(['/real'])
  })

  test('that go in circles do not hold up a walk', async () => {
    await mkdir(join(root, 'one'))
    await mkdir(join(root, 'two'))
    await symlink(join(root, 'two'), join(root, 'one/to-two'))
    await symlink(join(root, 'one'), join(root, 'two/to-one'))
    await symlink(root, join(root, 'two/to-root'))
    await symlink('self', join(root, 'self'))
    expect(await pathsOf('walk', '/')).toEqual([
      '/one',
      '/one/to-two',
      '/one/to-two/to-one',
      '/one/to-two/to-root',
      '/real',
      '/real/file',
      '/two',
      '/two/to-one',
      '/two/to-one/to-two',
      '/two/to-root',
    ])
  })

  test('the root itself may be one', async () => {
    await symlink(root, join(folder, 'root-link'))
    const another = await open({ rootdirectory: join(folder, 'root-link') })
    expect(Buffer.from(await another.getContent('/real/file')).toString()).toBe('inside')
    await another.putContent('/real/other', text('x'))
    expect(await list('/real')).toEqual(['/real/file', '/real/other'])
    await another[Symbol.asyncDispose]()
  })
})

describe('reading', () => {
  test('a file that becomes shorter meanwhile is an error, not a short stream', async () => {
    await driver.putContent('/file', Buffer.alloc(8 * 1024 * 1024))
    const reader = await driver.createReader('/file')
    const read = async (): Promise<void> => {
      for await (const chunk of reader) {
        expect(chunk).toBeInstanceOf(Buffer)
        await truncate(join(root, 'file'), 1)
      }
    }
    expect(await codeOf(read())).toBe('UNEXPECTED')
  })

  test('a small file costs no more memory than its size, and a stalled reader one chunk', async () => {
    await driver.putContent('/small', Buffer.alloc(100))
    await driver.putContent('/large', Buffer.alloc(8 * 1024 * 1024))
    const small = await driver.createReader('/small')
    for await (const chunk of small) expect((chunk as Buffer).buffer.byteLength).toBe(100)
    const large = await driver.createReader('/large')
    await new Promise((resolve) => large.once('readable', resolve))
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
    expect(large.readableLength).toBe(1024 * 1024)
    large.destroy()
  })

  test.skipIf(process.platform !== 'linux')('no handle stays open, however a reader or writer ends', async () => {
    const handles = async (): Promise<number> => (await readdir('/proc/self/fd')).length
    const before = await handles()
    for (let round = 0; round < 20; round += 1) {
      await driver.putContent('/file', Buffer.alloc(3_000_000))
      await driver.getContent('/file')
      const aborted = new AbortController()
      for (const options of [{}, { offset: 9_000_000 }, { signal: aborted.signal }]) {
        const reader = await driver.createReader('/file', options)
        const closed = new Promise((resolve) => reader.once('close', resolve))
        reader.once('error', () => undefined)
        if (options.signal === undefined) reader.destroy()
        else aborted.abort()
        await closed
      }
      await (await driver.createWriter('/file')).commit()
      await (await driver.createWriter('/other')).cancel()
      await (await driver.createWriter('/other', { resumable: false })).close()
    }
    // The driver closes what it only read without waiting for it.
    while ((await handles()) > before) await new Promise(setImmediate)
    expect(await handles()).toBeLessThanOrEqual(before)
  })
})

describe('opening the store', () => {
  test('makes the folder when it is missing', async () => {
    root = join(folder, 'not/yet/there')
    const another = await open()
    expect(await readdir(root)).toEqual(['~tmp'])
    await another[Symbol.asyncDispose]()
  })

  test('is refused when a file is in the way, and the error names the folder', async () => {
    await writeFile(join(folder, 'file'), 'x')
    const rootdirectory = join(folder, 'file/root')
    await expect(open({ rootdirectory })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(rootdirectory),
    })
  })

  test('is refused when the folder for unfinished files is a link that leads out', async () => {
    await rm(join(root, '~tmp'), { recursive: true })
    await symlink(folder, join(root, '~tmp'))
    expect(await codeOf(open())).toBe('CONFIG_INVALID')
  })

  test('is made anew, with its folder for unfinished files, when somebody deletes it', async () => {
    await rm(root, { recursive: true })
    await driver.putContent('/a/file', text('content'))
    expect(await onDisk('a/file')).toBe('content')
    await rm(root, { recursive: true })
    const writer = await driver.createWriter('/a/streamed', { resumable: false })
    await writer.write(text('streamed'))
    await writer.commit()
    expect(await onDisk('a/streamed')).toBe('streamed')
    await rm(join(root, '~tmp'), { recursive: true })
    await driver.delete('/a')
    expect(await readdir(join(root))).toEqual(['~tmp'])
    await rm(root, { recursive: true })
    expect(await codeOf(driver.delete('/a'))).toBe('PATH_NOT_FOUND')
  })

  test('left-overs of a day ago are swept, younger ones stay, and trouble is a warning', async () => {
    const left = join(folder, 'left')
    await mkdir(join(left, 'old-directory/below'), { recursive: true })
    await writeFile(join(left, 'old'), 'x')
    await writeFile(join(left, 'young'), 'x')
    const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000)
    await utimes(join(left, 'old'), longAgo, longAgo)
    await utimes(join(left, 'old-directory'), longAgo, longAgo)
    const warnings: string[] = []
    const { signal } = new AbortController()
    await sweepLeftOvers(left, signal, (message) => warnings.push(message))
    expect(await readdir(left)).toEqual(['young'])
    expect(warnings).toEqual([])
    await sweepLeftOvers(join(left, 'young'), signal, (message) => warnings.push(message))
    expect(warnings).toHaveLength(1)
  })

  test('a driver that ends at once waits for its sweep', async () => {
    await writeFile(join(root, '~tmp/young'), 'x')
    const another = await open()
    await another[Symbol.asyncDispose]()
    expect(await readdir(join(root, '~tmp'))).toEqual(['young'])
  })
})

describe('errors', () => {
  test('name the storage path, never the folder', async () => {
    await driver.putContent('/file', text('x'))
    await driver.putContent('/directory/file', text('x'))
    await symlink(folder, join(root, 'link'))
    const calls = [
      () => driver.getContent('/missing'),
      () => driver.getContent('/directory'),
      () => driver.getContent('/link/x'),
      () => driver.stat('/link'),
      () => driver.putContent('/file/below', text('x')),
      () => driver.putContent('/directory', text('x')),
      () => driver.putContent(`/${'n'.repeat(300)}`, text('x')),
      () => driver.createWriter('/file/below'),
      () => driver.move('/missing', '/file'),
      () => driver.delete('/missing'),
      () => list('/missing'),
    ]
    for (const call of calls) {
      const error: unknown = await call().catch((reason: unknown) => reason)
      expect(error).toMatchObject({ name: 'DriverError', path: expect.stringMatching(/^\//) })
      expect(String(error)).not.toContain(folder)
    }
  })
})
