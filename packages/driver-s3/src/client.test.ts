import type { Readable } from 'node:stream'
import type { ObjectPart, RestClient } from '@moorage/driver-core/object-store'
import type { Emulator } from '@moorage/object-store-emulator'
import { seededBytes } from '@moorage/testkit'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createS3Client } from './client.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const mebibyte = 1024 * 1024
const emulator: Emulator = await startBucket()
const bucket = emulator.bucket('s3', bucketName)
const connectTo = { host: '127.0.0.1', port: emulator.port }
const clients = {
  'the path': createS3Client(optionsFor(emulator)).client,
  "Amazon's host": createS3Client(optionsFor(emulator, { regionendpoint: '', secure: false }), { connectTo }).client,
}

afterAll(async () => {
  for (const client of Object.values(clients)) await client[Symbol.asyncDispose]()
  await emulator.close()
})

beforeEach(async () => {
  for (const { key } of bucket.objects()) await bucket.delete(key)
  emulator.requests.clear()
})

async function read(found: { readonly body: Readable } | undefined): Promise<Buffer> {
  if (found === undefined) throw new Error('the object is missing')
  return Buffer.concat(await found.body.toArray())
}

const keys = ['a', 'docker/registry/v2/x-y_z.0/data', "a+b c/中'()*&=~!%20", ' both ends ', 'a//b', '#;@$,|<>`^{}[]\\']

describe.each(Object.entries(clients))('with the bucket in %s', (_, client: RestClient) => {
  test.each(keys)('%j is put, read, copied, listed and deleted', async (key) => {
    const content = seededBytes(1, 100_000)
    const { etag } = await client.put(key, [content.subarray(0, 7), content.subarray(7)])
    expect((await read(await client.get(key))).equals(content)).toBe(true)
    expect((await read(await client.get(key, { offset: 10, length: 5 }))).equals(content.subarray(10, 15))).toBe(true)
    expect(await client.head(key)).toMatchObject({ key, size: 100_000, etag })
    const copy = `${key} copied`
    expect(await client.copy(key, copy, { ifMatch: etag })).toBe(true)
    const { objects } = await client.list({ prefix: key })
    expect(objects.map((object) => object.key)).toEqual([key, copy])
    await client.delete([key, copy])
    expect(bucket.objects()).toEqual([])
  })

  test.each(keys)('%j is uploaded in parts, of its own and of another object', async (key) => {
    const source = seededBytes(2, 6 * mebibyte)
    const { etag } = await client.put(`${key} source`, [source])
    const uploadId = await client.createUpload(key)
    expect(await Array.fromAsync(client.listUploads(key))).toMatchObject([{ key, uploadId }])
    const range = { offset: 1, length: 5 * mebibyte }
    const parts = [
      await client.copyPart(key, uploadId, 1, `${key} source`, range, { ifMatch: etag }),
      await client.uploadPart(key, uploadId, 2, [Buffer.from('end')]),
    ].filter((part): part is ObjectPart => part !== undefined)
    expect(await client.listParts(key, uploadId)).toEqual({ parts, next: undefined })
    expect(await client.completeUpload(key, uploadId, parts)).toBe(true)
    const expected = Buffer.concat([source.subarray(1, 1 + 5 * mebibyte), Buffer.from('end')])
    expect((await read(await client.get(key))).equals(expected)).toBe(true)
    expect(await client.abortUpload(key, uploadId)).toBe(false)
  })

  test('what is missing is an answer, and no error', async () => {
    expect(await client.get('missing')).toBeUndefined()
    expect(await client.head('missing')).toBeUndefined()
    expect(await client.copy('missing', 'a')).toBe(false)
    await client.delete(['missing'])
    await client.delete(['missing', 'missing too'])
    expect(await client.listParts('a', 'no-upload')).toBeUndefined()
    await bucket.put('empty', '')
    expect(await read(await client.get('empty', { offset: 3 }))).toHaveLength(0)
  })

  test('a listing goes from page to page, with directories', async () => {
    for (const key of ['a', 'b/1', 'b/2', 'c', 'd/1']) await bucket.put(key, 'x')
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await client.list({ prefix: '', delimiter: '/', limit: 1, after })
      seen.push(...page.objects.map(({ key }) => key), ...page.prefixes)
      after = page.next
    } while (after !== undefined)
    expect(seen).toEqual(['a', 'b/', 'c', 'd/'])
  })
})
