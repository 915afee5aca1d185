import { beforeEach, describe, expect, test } from 'vitest'
import type { StorageDriver } from '../../storage-driver.ts'
import type { StorageEntry } from '../../storage-entry.ts'
import { comparePaths, isStoragePath, isWithin, parentPath, type StoragePath } from '../../storage-path.ts'
import { createObjectStoreDriver } from '../create-object-store-driver.ts'
import { MemoryBucket } from '../testing/memory-bucket.ts'
import { MemoryObjectStoreClient } from '../testing/memory-object-store-client.ts'

describe('listing and walking an object store', () => {
  let bucket: MemoryBucket
  beforeEach(() => {
    bucket = new MemoryBucket()
  })

  const put = (...keys: readonly string[]): void => {
    for (const key of keys) bucket.put(key, Buffer.from('x'))
  }
  const open = (pageSize = 1000): { client: MemoryObjectStoreClient; driver: StorageDriver } => {
    const client = new MemoryObjectStoreClient({ bucket, pageSize })
    const capabilities = { redirect: false, listing: 'strong' } as const
    const options = { name: 'memory', client, capabilities, rootDirectory: 'root', chunkSizeBytes: 1000 }
    return { client, driver: createObjectStoreDriver(options) }
  }

  test('10,000 files of one directory cost ten requests, to list and to walk', async () => {
    put(...Array.from({ length: 10_000 }, (_, index) => `root/folder/${String(index).padStart(5, '0')}`))
    const { client, driver } = open()
    expect((await pathsOf(driver.list('/folder'))).length).toBe(10_000)
    expect(client.takeRequests().length).toBe(10)
    expect((await pathsOf(driver.walk('/folder'))).length).toBe(10_000)
    expect(client.takeRequests().length).toBe(10)
  })

  test('directories that are not entered are not paged through', async () => {
    for (let repository = 0; repository < 20; repository += 1) {
      put(...Array.from({ length: 500 }, (_, index) => `root/repositories/r${10 + repository}/_layers/${index}/link`))
      put(
        ...Array.from({ length: 500 }, (_, index) => `root/repositories/r${10 + repository}/_manifests/${index}/link`),
      )
    }
    const { client, driver } = open()
    const descend = (directory: StoragePath): boolean => !/\/_[a-z]+$/.test(directory)
    const walked = await pathsOf(driver.walk('/repositories', { descend }))
    expect(walked.length).toBe(60)
    expect(client.takeRequests().length).toBeLessThanOrEqual(45)
    const startAfter = '/repositories/r20/_zzz'
    expect((await pathsOf(driver.walk('/repositories', { descend, startAfter })))[0]).toBe('/repositories/r21')
  })

  test('1,000 tags with dots and dashes are sorted without a request for each', async () => {
    const tags = Array.from(
      { length: 1000 },
      (_, index) => `v${index % 10}.${Math.floor(index / 10) % 10}.${Math.floor(index / 100)}-rc`,
    )
    put(
      ...tags.map((tag) => `root/tags/${tag}/current/link`),
      'root/tags/v1/current/link',
      'root/tags/v5.5/current/link',
    )
    const { client, driver } = open(300)
    const listed = (await pathsOf(driver.list('/tags'))).map((path) => path.slice('/tags/'.length))
    expect(listed).toEqual([...tags, 'v1', 'v5.5'].toSorted())
    expect(client.takeRequests().length).toBeLessThanOrEqual(4 + 6)
    await pathsOf(driver.walk('/tags'))
    expect(client.takeRequests().length).toBeLessThanOrEqual(4 + 14)
  })

  test('objects that stand for directories are no entries; the directories are there', async () => {
    put('root/folder/', 'root/folder/marked/', 'root/folder/file')
    const { driver } = open()
    const expected = ['/folder/file', '/folder/marked']
    expect(await pathsOf(driver.list('/folder'))).toEqual(expected)
    expect(await pathsOf(driver.walk('/folder'))).toEqual(expected)
    expect(await pathsOf(driver.list('/folder/marked'))).toEqual([])
    expect(await driver.stat('/folder/marked')).toEqual({ kind: 'directory', path: '/folder/marked' })
  })

  test('names that no path may have are left out, and what is below them', async () => {
    put('root/a b', 'root/a b/c', 'root/f/x~upload', 'root/f/~/~/a', 'root/f/ä', 'root/g//h', 'root/ok', 'root/../up')
    const { driver } = open(2)
    expect(await pathsOf(driver.list('/'))).toEqual(['/f', '/g', '/ok'])
    expect(await pathsOf(driver.walk('/'))).toEqual(['/f', '/g', '/ok'])
    expect(await pathsOf(driver.walk('/f'))).toEqual([])
  })

  test('keys beside the root are not seen', async () => {
    put('root-other/a', 'root', 'other', 'root/a')
    expect(await pathsOf(open().driver.walk('/'))).toEqual(['/a'])
    expect(await pathsOf(open().driver.list('/'))).toEqual(['/a'])
  })

  test.each([1, 2, 3, 5, 8, 1000])('trees of names that sort alike come in order, %i keys a page', async (pageSize) => {
    let seed = pageSize
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((seed / 2_147_483_648) * below)
    }
    const name = (): string => Array.from({ length: 1 + random(3) }, () => 'ab-.~'[random(5)]).join('')
    for (let round = 0; round < 30; round += 1) {
      bucket = new MemoryBucket()
      const { driver } = open(pageSize)
      const keys = Array.from({ length: 1 + random(25) }, () => Array.from({ length: 1 + random(3) }, name).join('/'))
      put(...keys.map((key) => `root/${key}`))
      const tree = treeOf(keys)
      const places = [
        undefined,
        ...tree.map(({ path }) => path),
        ...Array.from({ length: 3 }, () => `/${name()}/${name()}`),
      ]
      for (const startAfter of places.filter((place) => place === undefined || isStoragePath(place))) {
        const isAfter = ({ path }: Place): boolean => startAfter === undefined || comparePaths(path, startAfter) > 0
        const walked = await placesOf(driver.walk('/', { startAfter }))
        expect({ keys, startAfter, walked }).toEqual({ keys, startAfter, walked: tree.filter(isAfter) })
        const listed = await placesOf(driver.list('/', { startAfter }))
        const children = tree.filter((place) => parentPath(place.path) === '/' && isAfter(place))
        expect({ keys, startAfter, listed }).toEqual({ keys, startAfter, listed: children })
      }
      const refused = tree[random(Math.max(tree.length, 1))]?.path
      const left = tree.filter(({ path }) => refused === undefined || path === refused || !isWithin(path, refused))
      const descend = (directory: StoragePath): boolean => directory !== refused
      const walked = await placesOf(driver.walk('/', { descend }))
      expect({ keys, refused, walked }).toEqual({ keys, refused, walked: left })
    }
  })
})

interface Place {
  readonly kind: StorageEntry['kind']
  readonly path: StoragePath
}

/** What a walk should give for these keys: each directory and file once, a file before a directory of the same name. */
function treeOf(keys: readonly string[]): Place[] {
  const places = new Map<string, Place>()
  for (const key of keys) {
    const names = key.split('/')
    for (let count = 1; count <= names.length; count += 1) {
      const path = `/${names.slice(0, count).join('/')}`
      const kind = count === names.length ? 'file' : 'directory'
      if (isStoragePath(path)) places.set(`${kind} ${path}`, { kind, path })
    }
  }
  return [...places.values()].toSorted(
    (one, other) => comparePaths(one.path, other.path) || (one.kind === 'file' ? -1 : 1),
  )
}

async function pathsOf(entries: AsyncIterable<StorageEntry>): Promise<string[]> {
  return (await placesOf(entries)).map(({ path }) => path)
}

async function placesOf(entries: AsyncIterable<StorageEntry>): Promise<Place[]> {
  const places: Place[] = []
  for await (const { kind, path } of entries) places.push({ kind, path })
  return places
}
