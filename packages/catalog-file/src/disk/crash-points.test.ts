import { type FileHandle, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TemporaryFolder, temporaryFolder } from '@moorage/testkit/disk'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { formatLines, parseLines } from '../names/parse-lines.ts'
import { appendNames } from './append-names.ts'
import { blankLines } from './blank-lines.ts'
import { replaceFile } from './replace-file.ts'

/** What looks at the file after each byte that is written, and after each other change to it. */
const watcher = vi.hoisted(() => ({ look: async (): Promise<void> => undefined }))

vi.mock('node:fs/promises', async (load) => {
  const original = await load<typeof import('node:fs/promises')>()
  const watched = (handle: FileHandle): FileHandle =>
    new Proxy(handle, {
      get: (_, key) => {
        if (key === 'write') {
          // The system may take as little of what is written as it likes: here a byte.
          return async (bytes: Uint8Array, offset: number, _length: number, position: number) => {
            const written = await handle.write(bytes, offset, 1, position)
            await watcher.look()
            return written
          }
        }
        if (key === 'truncate') {
          return async (length: number) => {
            await handle.truncate(length)
            await watcher.look()
          }
        }
        const value: unknown = Reflect.get(handle, key)
        return typeof value === 'function' ? value.bind(handle) : value
      },
    })
  return {
    ...original,
    open: async (...parameters: Parameters<typeof original.open>) => watched(await original.open(...parameters)),
  }
})

describe('whatever part of a change a crash leaves, or a reader finds', () => {
  let folder: TemporaryFolder
  let path: string
  let states: (readonly string[])[]
  beforeAll(async () => {
    folder = await temporaryFolder('catalog-file')
    path = join(folder.path, 'list')
  })
  afterAll(() => folder[Symbol.asyncDispose]())
  beforeEach(() => {
    states = []
    watcher.look = async () => void states.push(parseLines(await readFile(path, 'latin1')).names)
  })

  test.each(['a/b\nteam/app\n', 'a/b\nteam/app', 'a/b\r\nteam/app\nhalf/of\0\0\0', ''])(
    'every name is whole and none is missing, when names come in behind %j',
    async (before) => {
      await writeFile(path, before)
      const old = parseLines(before).names
      const added = ['b/c', 'team/application', 'team/application/two']
      await appendNames(path, added)
      expect(states.length).toBeGreaterThan(formatLines(added).length)
      for (const names of states) {
        expect(names).toEqual(expect.arrayContaining([...old]))
        expect([...old, ...added]).toEqual(expect.arrayContaining([...names]))
      }
      expect(parseLines(await readFile(path, 'latin1')).names).toEqual([...old, ...added].toSorted())
    },
  )

  test('every name is whole and none is missing, when names go out in place', async () => {
    const kept = ['a/b', 'team/application', 'z']
    const removed = ['a/b/c', 'team/app', 'x/y']
    await writeFile(path, 'a/b/c\nteam/app\r\na/b\n  x/y\nteam/application\nteam/app\nz\nx/y')
    await blankLines(path, new Set(removed))
    expect(states.length).toBeGreaterThan(50)
    for (const names of states) {
      expect(names).toEqual(expect.arrayContaining(kept))
      expect([...kept, ...removed]).toEqual(expect.arrayContaining([...names]))
    }
    expect(parseLines(await readFile(path, 'latin1')).names).toEqual(kept)
  })

  test('the list is the one or the other, when it is replaced', async () => {
    await writeFile(path, 'a\nb\nc\n')
    await replaceFile(path, formatLines(['b', 'd/e/f']))
    expect(states.length).toBeGreaterThan(5)
    for (const names of states) expect(names).toEqual(['a', 'b', 'c'])
    expect(parseLines(await readFile(path, 'latin1')).names).toEqual(['b', 'd/e/f'])
  })

  test('a reader that was too early sees by its length that the list has become another', async () => {
    await writeFile(path, 'a\n')
    const lengths: number[] = []
    watcher.look = async () => void lengths.push((await readFile(path)).length)
    await appendNames(path, ['b/c'])
    expect(lengths.filter((length) => length === 'a\nb/c\n'.length)).toHaveLength(1)
    await blankLines(path, new Set(['a']))
    expect(lengths.filter((length) => length === 'a\nb/c\n\n'.length)).toHaveLength(1)
  })
})
