import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { StorageDriver } from '@moorage/driver-core'
import { parseOptions } from '@moorage/driver-core/kit'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import filesystem from './index.ts'

const run = promisify(execFile)
const mebibyte = 1024 * 1024

/** Disks of memory, which only root may mount; elsewhere the cases are skipped. */
describe('a disk of its own', () => {
  let folder: string
  let root: string
  let driver: StorageDriver
  let obstacle: string | undefined

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'driver-filesystem-'))
    root = join(folder, 'disk')
    await mkdir(root)
    try {
      await run('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', root])
    } catch (error) {
      obstacle = `no disk can be mounted here: ${error instanceof Error ? error.message : String(error)}`
    }
    driver = await filesystem.create(parseOptions(filesystem, { rootdirectory: root }), {})
  })

  afterAll(async () => {
    await driver[Symbol.asyncDispose]()
    if (obstacle === undefined) await run('umount', ['-R', '-l', root])
    await rm(folder, { recursive: true, force: true })
  })

  const needsMount = (context: TestContext): void => {
    if (obstacle !== undefined) context.skip(obstacle)
  }

  test('a put on a full disk is NO_SPACE, and leaves nothing', async (context) => {
    needsMount(context)
    await expect(driver.putContent('/large', Buffer.alloc(3 * mebibyte))).rejects.toMatchObject({ code: 'NO_SPACE' })
    expect(await readdir(root)).toEqual(['~tmp'])
    expect(await readdir(join(root, '~tmp'))).toEqual([])
  })

  test('a writer on a full disk is NO_SPACE, knows what it has, and goes on when there is room', async (context) => {
    needsMount(context)
    await driver.putContent('/ballast', Buffer.alloc(mebibyte))
    const content = Buffer.alloc(1.5 * mebibyte, 'content')
    const writer = await driver.createWriter('/file')
    const source = async function* (): AsyncGenerator<Uint8Array> {
      for (let start = 0; start < content.length; start += 10_000) yield content.subarray(start, start + 10_000)
    }
    await expect(writer.writeFrom(source())).rejects.toMatchObject({ code: 'NO_SPACE' })
    expect(writer.state).toBe('open')
    expect(writer.size).toBeGreaterThan(0)
    expect(writer.size).toBeLessThan(content.length)
    await writer.close()

    await driver.delete('/ballast')
    const later = await driver.createWriter('/file', { append: true })
    expect(later.size).toBe(writer.size)
    await later.write(content.subarray(later.size))
    await later.commit()
    expect(Buffer.compare(await driver.getContent('/file'), content)).toBe(0)
    await driver.delete('/file')
  })

  test('a folder of the store may be another disk', async (context) => {
    needsMount(context)
    const inner = join(root, 'inner')
    await mkdir(inner)
    await run('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', inner])
    await driver.putContent('/inner/new/file', Buffer.from('put'))
    const writer = await driver.createWriter('/inner/streamed', { resumable: false })
    await writer.write(Buffer.from('streamed'))
    await writer.commit()
    await driver.putContent('/here', Buffer.from('moved'))
    await driver.move('/here', '/inner/new/moved')
    const contents = await Promise.all(
      ['/inner/new/file', '/inner/streamed', '/inner/new/moved'].map((path) => driver.getContent(path)),
    )
    expect(contents.map(String)).toEqual(['put', 'streamed', 'moved'])
    expect(await readdir(join(inner, 'new'))).toEqual(['file', 'moved'])
    await driver.delete('/inner/new')
    expect(await readdir(inner)).toEqual(['streamed'])
    expect(await readdir(join(root, '~tmp'))).toEqual([])
    expect((await readdir(root)).toSorted()).toEqual(['inner', '~tmp'])
    await run('umount', [inner])
    await driver.delete('/inner')
  })

  test('a disk that is mounted read-only is ACCESS_DENIED for writers, and can be read', async (context) => {
    needsMount(context)
    await driver.putContent('/file', Buffer.from('readable'))
    await run('mount', ['-o', 'remount,ro', root])
    const options = parseOptions(filesystem, { rootdirectory: root })
    await expect(driver.putContent('/file', Buffer.from('x'))).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    await expect(driver.createWriter('/new')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    await expect(driver.delete('/file')).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
    await expect(filesystem.create(options, {})).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(root),
    })
    expect(String(await driver.getContent('/file'))).toBe('readable')
    await run('mount', ['-o', 'remount,rw', root])
    await driver.delete('/file')
  })
})
