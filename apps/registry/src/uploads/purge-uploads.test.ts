import type { StorageDriver } from '@moorage/driver-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countCalls } from '../testing/count-calls.ts'
import { type TestStore, testStores } from '../testing/test-stores.ts'
import { type PurgeOptions, purgeUploads } from './purge-uploads.ts'

const repositories = '/docker/registry/v2/repositories'
const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const before = new Date('2026-06-01T00:00:00Z')
const options: PurgeOptions = { before, dryRun: false, signal: new AbortController().signal }

describe.each(testStores)('purging uploads, over $kind', ({ create }) => {
  let store: TestStore
  let driver: StorageDriver
  const calls: string[] = []

  beforeEach(async () => {
    store = await create()
    driver = countCalls(await store.open(), calls)
    calls.length = 0
  })
  afterEach(async () => {
    await driver[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  const put = (path: string, text = ''): Promise<void> => driver.putContent(`${repositories}${path}`, Buffer.from(text))
  const purge = async (changes: Partial<PurgeOptions> = {}): Promise<string[]> => {
    const folders: string[] = []
    for await (const folder of purgeUploads(driver, { ...options, ...changes }))
      folders.push(folder.slice(repositories.length))
    return folders
  }
  const files = async (): Promise<string[]> => (await store.files()).map((file) => file.slice(repositories.length))

  it('deletes uploads that began before the given time, and no others', async () => {
    await put(`/team/app/_uploads/${id(1)}/startedat`, '2026-05-31T23:59:59Z')
    await put(`/team/app/_uploads/${id(1)}/data`, 'bytes')
    await put(`/team/app/_uploads/${id(1)}/hashstates/sha256/5`, 'state')
    await put(`/team/app/_uploads/${id(2)}/startedat`, '2026-06-01T00:00:00Z')
    await put(`/team/_uploads/${id(3)}/startedat`, '2025-01-01T00:00:00Z')
    expect((await purge()).toSorted()).toEqual([`/team/_uploads/${id(3)}`, `/team/app/_uploads/${id(1)}`])
    expect(await files()).toEqual([`/team/app/_uploads/${id(2)}/startedat`])
  })

  it('deletes unfinished bytes, too', async () => {
    await put(`/team/app/_uploads/${id(1)}/startedat`, '2026-01-01T00:00:00Z')
    const writer = await driver.createWriter(`${repositories}/team/app/_uploads/${id(1)}/data`, { append: true })
    await writer.write(Buffer.from('bytes'))
    await writer.close()
    expect(await purge()).toEqual([`/team/app/_uploads/${id(1)}`])
    expect(await files()).toEqual([])
  })

  it('only tells what it would delete in a dry run', async () => {
    await put(`/team/app/_uploads/${id(1)}/startedat`, '2026-01-01T00:00:00Z')
    expect(await purge({ dryRun: true })).toEqual([`/team/app/_uploads/${id(1)}`])
    expect(await files()).toEqual([`/team/app/_uploads/${id(1)}/startedat`])
  })

  it.each(['nonsense', ''])('goes by the youngest file when startedat is "%s"', async (text) => {
    await put(`/team/app/_uploads/${id(1)}/startedat`, text)
    await put(`/team/app/_uploads/${id(1)}/data`, 'bytes')
    expect(await purge({ before: new Date(Date.now() - 60_000) })).toEqual([])
    expect(await purge({ before: new Date(Date.now() + 60_000) })).toEqual([`/team/app/_uploads/${id(1)}`])
  })

  it('goes by the youngest file when startedat is missing', async () => {
    await put(`/team/app/_uploads/${id(1)}/data`, 'bytes')
    expect(await purge({ before: new Date(Date.now() - 60_000) })).toEqual([])
    expect(await purge({ before: new Date(Date.now() + 60_000) })).toEqual([`/team/app/_uploads/${id(1)}`])
  })

  it('finds the uploads of repositories that lie below others, or are named like an upload', async () => {
    const names = ['/a', '/a/b', '/a/b/c', `/a/${id(9)}`, `/${id(8)}/app`]
    for (const name of names) await put(`${name}/_uploads/${id(1)}/startedat`, '2026-01-01T00:00:00Z')
    expect((await purge()).toSorted()).toEqual(names.map((name) => `${name}/_uploads/${id(1)}`).toSorted())
  })

  it('touches nothing but uploads, and does not look into layers and tags', async () => {
    const kept = [
      `/a/_layers/sha256/${'a'.repeat(64)}/link`,
      `/a/_manifests/tags/_uploads/current/link`,
      `/a/_manifests/tags/v1/index/sha256/${'b'.repeat(64)}/link`,
    ]
    for (const path of kept) await put(path, 'kept')
    await put(`/a/_uploads/${id(1)}/startedat`, '2026-01-01T00:00:00Z')
    expect(await purge()).toEqual([`/a/_uploads/${id(1)}`])
    expect((await files()).toSorted()).toEqual(kept.toSorted())
    expect(calls.filter((call) => /_layers|_manifests/.test(call) && !call.startsWith('putContent'))).toEqual([])
  })

  it('has nothing to do in an empty store', async () => {
    expect(await purge()).toEqual([])
  })

  it('ends when it is told to', async () => {
    await put(`/team/app/_uploads/${id(1)}/startedat`, '2026-01-01T00:00:00Z')
    await expect(purge({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
    expect((await files()).length).toBe(1)
  })
})
