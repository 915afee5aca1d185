import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test, type TestContext } from 'vitest'
import { findDisk, type NameFlushing } from './disk.ts'
import { handedOver } from './file-calls.ts'

const run = promisify(execFile)

let folder: string
let disk: string

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'driver-filesystem-')))
  disk = join(folder, 'a disk')
  await mkdir(disk)
})

afterEach(async () => {
  await run('umount', ['-R', disk]).catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
})

/** Only root may mount, and not every system has each file system; elsewhere the cases are skipped. */
async function mount(
  context: TestContext,
  options: readonly string[],
  format?: readonly [string, ...string[]],
): Promise<void> {
  try {
    if (format === undefined) {
      await run('mount', ['-t', 'tmpfs', ...options, 'tmpfs', disk])
      return
    }
    const image = join(folder, 'image')
    await writeFile(image, '')
    await truncate(image, 320 * 1024 * 1024)
    const [command, ...parameters] = format
    await run(command, [...parameters, image])
    await run('mount', ['-o', 'loop', ...options, image, disk])
  } catch (error) {
    context.skip(`no such disk here: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function namesOf(root: string): Promise<NameFlushing> {
  const temporary = join(root, '~tmp')
  await mkdir(temporary)
  return (await findDisk(root, temporary)).names
}

test('memory has nothing to flush', async (context) => {
  await mount(context, [])
  expect(await namesOf(disk)).toBe('none')
})

test('ext4 has a journal', async (context) => {
  await mount(context, [], ['mkfs.ext4', '-q', '-F'])
  expect(await namesOf(disk)).toBe('journal')
})

test('ext4 that was made without one has none', async (context) => {
  await mount(context, [], ['mkfs.ext4', '-q', '-F', '-O', '^has_journal'])
  expect(await namesOf(disk)).toBe('each-directory')
})

test('xfs has a journal', async (context) => {
  await mount(context, [], ['mkfs.xfs', '-q', '-f'])
  expect(await namesOf(disk)).toBe('journal')
})

test('a store with another disk in it is taken for one of which nothing is known', async (context) => {
  await mount(context, [])
  await mkdir(join(folder, '~tmp'))
  expect(await findDisk(folder, join(folder, '~tmp'))).toEqual({ calls: handedOver, names: 'each-directory' })
})

test('a folder that is not there is on a disk of which nothing is known', async () => {
  expect(await findDisk(join(folder, 'missing'), folder)).toEqual({ calls: handedOver, names: 'each-directory' })
})
