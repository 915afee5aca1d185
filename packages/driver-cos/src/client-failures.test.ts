import type { DriverErrorCode } from '@moorage/driver-core'
import type { ObjectPart, RestClient } from '@moorage/driver-core/object-store'
import { type Account, defaultAccount, type Emulator, type Fault, type Operation } from '@moorage/object-store-emulator'
import { seededBytes } from '@moorage/testkit'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCosClient } from './client.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const mebibyte = 1024 * 1024
const patience = { retry: { firstDelayMs: 1, firstThrottleDelayMs: 1 }, timeouts: { idleTimeoutMs: 300 } }
const emulator: Emulator = await startBucket()
const bucket = emulator.bucket('cos', bucketName)
const client: RestClient = createCosClient(optionsFor(emulator), patience)

afterAll(async () => {
  await client[Symbol.asyncDispose]()
  await emulator.close()
})

beforeEach(() => emulator.requests.clear())
afterEach(() => emulator.faults.clear())

/** The next request of a kind, or several, meet a fault. */
function fail(operation: Operation, fault: Fault, count = 1): void {
  emulator.faults.add({ operation, count, fault })
}

async function startUpload(key: string): Promise<[string, ObjectPart[]]> {
  const uploadId = await client.createUpload(key)
  const first = await client.uploadPart(key, uploadId, 1, [seededBytes(1, mebibyte)])
  const second = await client.uploadPart(key, uploadId, 2, [Buffer.from('the end')])
  if (first === undefined || second === undefined) throw new Error('the upload is missing')
  return [uploadId, [first, second]]
}

describe('an answer that is lost', () => {
  const lost: Fault = { kind: 'lose-answer' }

  test('of a put costs another put', async () => {
    fail('PutObject', lost)
    await client.put('put', [Buffer.from('x')])
    expect(String(await bucket.read('put'))).toBe('x')
    expect(emulator.requests.count('PutObject')).toBe(2)
  })

  test('of a completed upload is found out by looking at the object', async () => {
    const [uploadId, parts] = await startUpload('complete')
    fail('CompleteMultipartUpload', lost)
    expect(await client.completeUpload('complete', uploadId, parts)).toBe(true)
    expect((await bucket.read('complete')).length).toBe(mebibyte + 7)
    expect(
      emulator.requests
        .list()
        .map(({ operation }) => operation)
        .slice(-3),
    ).toEqual(['CompleteMultipartUpload', 'CompleteMultipartUpload', 'HeadObject'])
  })

  test('of a completion is no success when the object is another one', async () => {
    const [uploadId, parts] = await startUpload('other')
    await client.abortUpload('other', uploadId)
    await bucket.put('other', 'something else')
    fail('CompleteMultipartUpload', lost)
    expect(await client.completeUpload('other', uploadId, parts)).toBe(false)
  })

  test('of a completion is no success when there is no object', async () => {
    const [uploadId, parts] = await startUpload('none')
    await client.abortUpload('none', uploadId)
    fail('CompleteMultipartUpload', lost)
    expect(await client.completeUpload('none', uploadId, parts)).toBe(false)
  })

  test('of a copy, a part, a deletion or an abort costs another request', async () => {
    await bucket.put('source', 'x')
    for (const operation of ['PutObjectCopy', 'UploadPart', 'DeleteObject', 'AbortMultipartUpload'] as const)
      fail(operation, lost)
    expect(await client.copy('source', 'copied')).toBe(true)
    const uploadId = await client.createUpload('parts')
    expect(await client.uploadPart('parts', uploadId, 1, [Buffer.from('x')])).toMatchObject({ number: 1, size: 1 })
    await client.delete(['copied'])
    await client.abortUpload('parts', uploadId)
    expect(bucket.uploads().filter(({ key }) => key === 'parts')).toEqual([])
  })
})

describe('an upload of which nobody knows the id', () => {
  const uploads = (): string[] =>
    bucket
      .uploads()
      .map(({ key }) => key)
      .toSorted()

  afterEach(async () => {
    emulator.faults.clear()
    for (const { key, uploadId } of bucket.uploads()) await client.abortUpload(key, uploadId)
  })

  test('is dropped at once where nobody else uploads to its key', async () => {
    fail('InitiateMultipartUpload', { kind: 'lose-answer' }, 2)
    const uploadId = await client.createUpload('mine alone', { exclusive: true })
    expect(bucket.uploads().map((upload) => upload.uploadId)).toEqual([uploadId])
  })

  test.each(['completed', 'aborted'])(
    'is dropped when the one that was begun in its place is %s, and no other',
    async (end) => {
      const other = await client.createUpload('shared')
      await client.uploadPart('shared', other, 1, [Buffer.from('x')])
      await client.createUpload('shared too')
      fail('InitiateMultipartUpload', { kind: 'lose-answer' })
      const uploadId = await client.createUpload('shared')
      expect(uploads()).toEqual(['shared', 'shared', 'shared', 'shared too'])
      const part = await client.uploadPart('shared', uploadId, 1, [Buffer.from('y')])
      if (end === 'aborted' || part === undefined) await client.abortUpload('shared', uploadId)
      else await client.completeUpload('shared', uploadId, [part])
      expect(bucket.uploads().map((upload) => upload.uploadId)).toContain(other)
      expect(uploads()).toEqual(['shared', 'shared too'])
      for (const upload of bucket.uploads()) await client.abortUpload(upload.key, upload.uploadId)
    },
  )

  test('fails nothing when it cannot be found', async () => {
    fail('InitiateMultipartUpload', { kind: 'lose-answer' })
    fail('ListMultipartUploads', { kind: 'error', code: 'AccessDenied' })
    await client.createUpload('kept', { exclusive: true })
    expect(uploads()).toEqual(['kept', 'kept'])
  })
})

describe('an error in an answer that began as a success', () => {
  test.each(['InternalError', 'SlowDown', 'ServiceUnavailable'])('is tried again (%s)', async (code) => {
    await bucket.put('source', 'x')
    const failure: Fault = { kind: 'error-with-status-200', code }
    for (const operation of ['PutObjectCopy', 'UploadPartCopy', 'CompleteMultipartUpload'] as const)
      fail(operation, failure, 2)
    expect(await client.copy('source', 'copied')).toBe(true)
    const uploadId = await client.createUpload('late')
    const part = await client.copyPart('late', uploadId, 1, 'source', { offset: 0, length: 1 })
    if (part === undefined) throw new Error('the upload is missing')
    expect(await client.completeUpload('late', uploadId, [part])).toBe(true)
    expect(String(await bucket.read('late'))).toBe('x')
  })

  test('is no success when it goes on', async () => {
    await bucket.put('source', 'x')
    fail('PutObjectCopy', { kind: 'error-with-status-200', code: 'InternalError' }, 5)
    await expect(client.copy('source', 'never')).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})

describe('trouble on the way', () => {
  const faults: readonly Fault[] = [
    { kind: 'error', code: 'InternalError' },
    { kind: 'error', code: 'SlowDown', retryAfterSeconds: 0 },
    { kind: 'reset-request', afterBytes: 70_000 },
    { kind: 'reset-answer', afterBytes: 10 },
    { kind: 'cut-answer', afterBytes: 10 },
    { kind: 'truncated-xml' },
    { kind: 'garbage-xml' },
    { kind: 'stall-request', afterBytes: 10 },
    { kind: 'stall-answer', afterBytes: 10 },
  ]

  test.each(faults)('is got over: %j', { timeout: 60_000 }, async (fault) => {
    emulator.faults.add({ every: 2, fault })
    const content = seededBytes(2, 200_000)
    await client.put('a', [content])
    expect(await client.head('a')).toMatchObject({ size: 200_000 })
    expect((await client.list({ prefix: 'a', delimiter: '/' })).objects.map(({ key }) => key)).toEqual(['a'])
    const uploadId = await client.createUpload('b')
    const part = await client.uploadPart('b', uploadId, 1, [content])
    expect(await client.listParts('b', uploadId)).toEqual({ parts: [part], next: undefined })
    expect((await Array.fromAsync(client.listUploads('b'))).map((upload) => upload.uploadId)).toContain(uploadId)
    if (part === undefined) throw new Error('the upload is missing')
    expect(await client.completeUpload('b', uploadId, [part])).toBe(true)
    expect(Buffer.compare(await bucket.read('b'), content)).toBe(0)
    await client.delete(['a', 'b'])
    emulator.faults.clear()
    for (const upload of bucket.uploads()) await client.abortUpload(upload.key, upload.uploadId)
  })

  test.each(['RequestTimeout', 'BadDigest', 'IncompleteBody'])('is got over even as 400 %s', async (code) => {
    fail('PutObject', { kind: 'error', code }, 4)
    await client.put('a', [Buffer.from('x')])
    expect(emulator.requests.count('PutObject')).toBe(5)
  })

  test('that does not end is told after five tries, with the request and what was asked for', async () => {
    fail('HeadObject', { kind: 'error', code: 'SlowDown', retryAfterSeconds: 0 }, 5)
    fail('GetBucket', { kind: 'error', code: 'SlowDown', retryAfterSeconds: 60 })
    await expect(client.head('a')).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 0,
      retryable: true,
    })
    const error: unknown = await client.list({ prefix: '' }).catch((reason: unknown) => reason)
    const [request] = emulator.requests.list('GetBucket')
    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 60, requestId: request?.requestId })
    expect(emulator.requests.count('HeadObject')).toBe(5)
    expect(emulator.requests.count('GetBucket')).toBe(1)
  })

  test('does not take a request to where a redirect says', async () => {
    fail('GetObject', { kind: 'redirect', status: 307, host: 'elsewhere.example.com' }, 5)
    await expect(client.get('a')).rejects.toMatchObject({ code: expect.stringMatching(/UNEXPECTED|UNAVAILABLE/) })
  })
})

test('a part whose ETag is answered wrongly makes no object of other bytes', async () => {
  fail('UploadPart', { kind: 'wrong-etag' })
  const [uploadId, parts] = await startUpload('wrong etag')
  await expect(client.completeUpload('wrong etag', uploadId, parts)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await client.head('wrong etag')).toBeUndefined()
  await client.abortUpload('wrong etag', uploadId)
})

describe('what COS says', () => {
  test.each<[string, DriverErrorCode, RegExp]>([
    ['NoSuchBucket', 'CONFIG_INVALID', /parameters bucket, appid and region/],
    [
      'AccessDenied',
      'ACCESS_DENIED',
      /^cos: PutObject key: COS does not allow it; the user of the key needs name\/cos:PutObject \(403/,
    ],
    ['InvalidAccessKeyId', 'ACCESS_DENIED', /parameters secretid and sessiontoken/],
    ['SignatureDoesNotMatch', 'ACCESS_DENIED', /parameter secretkey/],
    ['ExpiredToken', 'ACCESS_DENIED', /expired/],
    ['SlowDown', 'RATE_LIMITED', /throttles/],
    ['ServiceUnavailable', 'RATE_LIMITED', /throttles/],
    ['InternalError', 'UNAVAILABLE', /failed/],
    ['EntityTooLarge', 'UNSUPPORTED', /larger than COS allows/],
    ['KeyTooLong', 'INVALID_PATH', /850 bytes/],
    ['InvalidPart', 'CONFLICT', /another one by now/],
    ['PreconditionFailed', 'CONFLICT', /another one by now/],
    ['NeverHeardOf', 'UNEXPECTED', /refused/],
  ])('%s is %s', async (errorCode, code, message) => {
    fail('PutObject', { kind: 'error', code: errorCode }, 5)
    const put = client.put('key', [Buffer.from('x')])
    await expect(put).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      requestId: expect.any(String),
      cause: { name: 'StoreFault', code: errorCode },
    })
  })

  test('never has a secret in it', async () => {
    await using wrong = createCosClient(optionsFor(emulator, { secretkey: 'a-wrong-secret' }), patience)
    const error: unknown = await wrong.head('a').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'ACCESS_DENIED', driver: 'cos' })
    expect(JSON.stringify(error) + String(error)).not.toContain('a-wrong-secret')
  })
})

describe('a clock that is wrong', () => {
  test.each([3_600_000, -3_600_000])('by %i ms is put right by the first answer', async (ms) => {
    await using skewed = createCosClient(optionsFor(emulator), patience)
    emulator.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms } })
    await skewed.put('a', [Buffer.from('x')])
    await Promise.all([skewed.head('a'), skewed.list({ prefix: '' })])
    expect(emulator.requests.list().map(({ status }) => status)).toEqual([403, 200, 200, 200])
    expect(Math.abs(skewed.clock.offsetMs - ms)).toBeLessThan(5000)
    const url = await skewed.presign('GET', 'a', 1200)
    expect((await fetch(url ?? '')).status).toBe(200)
  })
})

test('a clock that is wrong is found out by an answer without a body too', async () => {
  await bucket.put('a', 'x')
  await using skewed = createCosClient(optionsFor(emulator), patience)
  emulator.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms: 3_600_000 } })
  expect(await skewed.head('a')).toMatchObject({ size: 1 })
  expect(emulator.requests.list().map(({ status }) => status)).toEqual([403, 200])
})

describe('credentials', () => {
  const temporary: Account = { id: 'temporary', secret: 'temporary-secret', token: 'a+b/c==' }

  test('that are temporary sign calls and URLs with their token', async () => {
    await using server = await startBucket({ accounts: [temporary] })
    const keys = { secretid: temporary.id, secretkey: temporary.secret, sessiontoken: temporary.token }
    await using session = createCosClient(optionsFor(server, keys), patience)
    await session.put('a', [Buffer.from('x')])
    const url = await session.presign('GET', 'a', 60)
    expect(await (await fetch(url ?? '')).text()).toBe('x')
  })

  test('that may not delete many at once delete one by one', async () => {
    const permissions = ['PutObject', 'GetObject', 'DeleteObject']
    await using server = await startBucket({ accounts: [{ ...defaultAccount, permissions }] })
    server.faults.add({ operation: 'DeleteObjects', fault: { kind: 'error', code: 'AccessDenied' } })
    await using limited = createCosClient(optionsFor(server), patience)
    const keys = ['a', 'b', 'c']
    for (const round of [1, 2]) {
      for (const key of keys) await limited.put(key, [Buffer.from(String(round))])
      await limited.delete(keys)
      expect(server.bucket('cos', bucketName).objects()).toEqual([])
    }
    expect(server.requests.count('DeleteObjects')).toBe(1)
    expect(server.requests.count('DeleteObject')).toBe(6)
  })

  test('that lack a right fail with the name of the action', async () => {
    await using server = await startBucket({ accounts: [{ ...defaultAccount, permissions: ['GetObject'] }] })
    await using limited = createCosClient(optionsFor(server), patience)
    await expect(limited.createUpload('a')).rejects.toThrow('needs name/cos:InitiateMultipartUpload')
    await expect(limited.copy('a', 'b')).rejects.toThrow('needs name/cos:PutObject and name/cos:GetObject')
  })
})

describe('a signal', () => {
  test('ends a call in the queue, and one on its way', async () => {
    await using narrow = createCosClient(optionsFor(emulator, { maxconcurrency: 1 }), { retry: patience.retry })
    const stalled = emulator.faults.add({ operation: 'HeadObject', fault: { kind: 'stall-answer', afterBytes: 0 } })
    const abort = new AbortController()
    const onItsWay = narrow.head('a', { signal: abort.signal })
    const inTheQueue = narrow.put('never', [Buffer.from('x')], { signal: abort.signal })
    while (stalled.fired === 0) await new Promise(setImmediate)
    abort.abort(new Error('the client went away'))
    await expect(onItsWay).rejects.toMatchObject({ code: 'ABORTED' })
    await expect(inTheQueue).rejects.toMatchObject({ code: 'ABORTED' })
    expect(emulator.requests.count('PutObject')).toBe(0)
  })
})
