import { describe, expect, test, vi } from 'vitest'
import { Bucket, createSdk, Region, startCos } from '../fronts/cos/testing/start-cos.ts'
import { signedFetch } from '../fronts/cos/testing/signed-fetch.ts'
import type { Fault } from './fault.ts'

const seconds = (count: number): number => count * 1000

describe('a fault rule', () => {
  test('happens to the nth fitting request, and to as many after it as it says', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a/b', 'hello')
    const fault: Fault = { kind: 'error', code: 'SlowDown', retryAfterSeconds: 7 }
    const rule = emulator.faults.add({ operation: 'GetObject', key: 'a/*', nth: 2, count: 2, fault })
    const statuses: number[] = []
    for (let time = 0; time < 4; time += 1) statuses.push((await signedFetch(emulator, { key: 'a/b' })).status)
    expect(statuses).toEqual([200, 503, 503, 200])
    expect(rule.fired).toBe(2)
    expect(emulator.faults.list()).toMatchObject([{ matched: 4, fired: 2, firedByKind: { error: 2 } }])
  })

  test('leaves other keys, operations and buckets alone', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a', 'hello')
    const fault: Fault = { kind: 'error', code: 'InternalError' }
    emulator.faults.add({ key: 'b*', fault })
    emulator.faults.add({ operation: ['PutObject', 'HeadObject'], fault })
    emulator.faults.add({ bucket: 'other-1', fault })
    expect((await signedFetch(emulator, { key: 'a' })).status).toBe(200)
  })

  test('throttles each so-many-th request', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a', 'hello')
    emulator.faults.add({ every: 3, fault: { kind: 'error', code: 'SlowDown', retryAfterSeconds: 1 } })
    const answers: (string | undefined)[] = []
    for (let time = 0; time < 6; time += 1)
      answers.push((await signedFetch(emulator, { key: 'a' })).headers['retry-after'])
    expect(answers).toEqual([undefined, undefined, '1', undefined, undefined, '1'])
  })

  test('is gone when it is removed', async () => {
    await using emulator = await startCos()
    const rule = emulator.faults.add({ count: 'always', fault: { kind: 'error', code: 'InternalError' } })
    expect((await signedFetch(emulator, { key: '' })).status).toBe(500)
    rule.remove()
    expect((await signedFetch(emulator, { key: '' })).status).toBe(200)
  })
})

describe('on the connection', () => {
  test('an answer is lost after the work was done', async () => {
    await using emulator = await startCos()
    emulator.faults.add({ operation: 'PutObject', fault: { kind: 'lose-answer' } })
    const put = signedFetch(emulator, { method: 'PUT', key: 'a', body: 'hello' })
    await expect(put).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(String(await emulator.bucket('cos', Bucket).read('a'))).toBe('hello')
    expect(emulator.requests.list()[0]).toMatchObject({ fault: 'lose-answer', status: undefined, requestBytes: 5 })
  })

  test.each([0, 100_000, 1_000_000, 5_000_000])(
    'an upload is reset after %d bytes, and nothing is stored',
    async (afterBytes) => {
      await using emulator = await startCos()
      emulator.faults.add({ operation: 'PutObject', fault: { kind: 'reset-request', afterBytes } })
      const put = signedFetch(emulator, { method: 'PUT', key: 'a', body: Buffer.alloc(2_000_000) })
      await expect(put).rejects.toThrow(/ECONNRESET|EPIPE/)
      expect(emulator.bucket('cos', Bucket).objects()).toEqual([])
    },
  )

  test.each<[kind: 'reset-answer' | 'cut-answer', least: number]>([
    // A reset throws away what is still on its way.
    ['reset-answer', 0],
    ['cut-answer', 1_500_000],
  ])('a download ends early: %s', async (kind, least) => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a', Buffer.alloc(3_000_000))
    emulator.faults.add({ operation: 'GetObject', fault: { kind, afterBytes: 1_500_000 } })
    const received: number[] = []
    const get = signedFetch(emulator, { key: 'a', onData: (chunk) => received.push(chunk.length) })
    await expect(get).rejects.toMatchObject({ code: 'ECONNRESET' })
    const size = received.reduce((sum, length) => sum + length, 0)
    expect(size).toBeGreaterThanOrEqual(least)
    expect(size).toBeLessThanOrEqual(1_500_000)
  })

  test('a download stalls until the client gives up', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a', Buffer.alloc(1000))
    emulator.faults.add({ fault: { kind: 'stall-answer', afterBytes: 100 } })
    const impatience = new AbortController()
    const get = signedFetch(emulator, { key: 'a', signal: impatience.signal, onData: () => impatience.abort() })
    await expect(get).rejects.toThrow(/abort/)
  })

  test('an upload that stalls for some time goes on', async () => {
    await using emulator = await startCos()
    emulator.faults.add({ fault: { kind: 'stall-request', afterBytes: 10, ms: 50 } })
    const started = performance.now()
    expect((await signedFetch(emulator, { method: 'PUT', key: 'a', body: 'x'.repeat(100) })).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThan(45)
  })

  test.each([1000, 1_000_000])(
    'an upload that stalls for longer than the client waits is not done, though all %i bytes of it are on their way',
    async (size) => {
      await using emulator = await startCos()
      emulator.faults.add({ fault: { kind: 'stall-request', afterBytes: 10, ms: 300 } })
      const put = signedFetch(emulator, {
        method: 'PUT',
        key: 'a',
        body: 'x'.repeat(size),
        signal: AbortSignal.timeout(100),
      })
      await expect(put).rejects.toThrow(/abort/)
      await vi.waitFor(() => expect(emulator.requests.list()[0]?.durationMs).toBeGreaterThan(0))
      expect(emulator.requests.list()).toMatchObject([{ fault: 'stall-request', status: undefined }])
      expect(emulator.bucket('cos', Bucket).objects()).toEqual([])
    },
  )
})

describe('in the answer', () => {
  test('an error comes with status 200, and nothing was done', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a', 'hello')
    emulator.faults.add({ operation: 'PutObjectCopy', fault: { kind: 'error-with-status-200', code: 'InternalError' } })
    const headers = { 'x-cos-copy-source': `${Bucket}.cos.${Region}.myqcloud.com/a` }
    const { status, text } = await signedFetch(emulator, { method: 'PUT', key: 'b', headers, body: '' })
    expect(status).toBe(200)
    expect(text).toContain('<Error><Code>InternalError</Code>')
    expect(emulator.bucket('cos', Bucket).objects()).toHaveLength(1)
  })

  test.each<Fault>([{ kind: 'truncated-xml' }, { kind: 'garbage-xml' }])(
    'a listing is no XML: $kind',
    async (fault) => {
      await using emulator = await startCos()
      emulator.faults.add({ operation: 'GetBucket', fault })
      const { status, text } = await signedFetch(emulator, { key: '' })
      expect(status).toBe(200)
      expect(text).not.toContain('</ListBucketResult>')
    },
  )

  test('the ETag is another than the content has', async () => {
    await using emulator = await startCos()
    emulator.faults.add({ operation: 'PutObject', fault: { kind: 'wrong-etag' } })
    const { headers } = await signedFetch(emulator, { method: 'PUT', key: 'a', body: 'hello' })
    expect(headers['etag']).toBe(`"${'0'.repeat(32)}"`)
  })

  test('another host is named', async () => {
    await using emulator = await startCos()
    emulator.faults.add({ fault: { kind: 'redirect', status: 307, host: 'elsewhere.example:81' } })
    const { status, headers } = await signedFetch(emulator, { key: 'a b' })
    expect(status).toBe(307)
    expect(headers['location']).toMatch(/^http:\/\/elsewhere\.example:81\/a%20b$/)
  })

  test('listings lack what is young, or everything', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a', 'hello')
    await createSdk(emulator).multipartInit({ Bucket, Region, Key: 'big' })
    emulator.faults.add({ operation: 'GetBucket', fault: { kind: 'late-objects', ms: seconds(60) } })
    emulator.faults.add({ operation: 'ListMultipartUploads', fault: { kind: 'late-uploads' } })
    expect((await signedFetch(emulator, { key: '' })).text).not.toContain('<Contents>')
    expect((await signedFetch(emulator, { key: '', query: { uploads: '' } })).text).not.toContain('<Upload>')
    expect((await signedFetch(emulator, { key: '' })).text).toContain('<Key>a</Key>')
    expect((await signedFetch(emulator, { key: '', query: { uploads: '' } })).text).toContain('<Key>big</Key>')
  })

  test('a token has expired', async () => {
    await using emulator = await startCos()
    emulator.faults.add({ fault: { kind: 'expired-token' } })
    expect((await signedFetch(emulator, { key: 'a' })).text).toContain('<Code>ExpiredToken</Code>')
  })
})

describe('the clock', () => {
  test('is wrong in the checks and in the Date header', async () => {
    await using emulator = await startCos()
    emulator.faults.add({ fault: { kind: 'clock-offset', ms: seconds(3600) } })
    const { status, text, headers } = await signedFetch(emulator, { key: '' })
    expect(status).toBe(403)
    expect(text).toContain('<Message>Request has expired</Message>')
    expect(Date.parse(headers['date'] ?? '') - Date.now()).toBeGreaterThan(seconds(3590))
  })

  test('is what the SDK sets its own by', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a', 'hello')
    emulator.faults.add({ count: 'always', fault: { kind: 'clock-offset', ms: seconds(-3600) } })
    vi.spyOn(console, 'error').mockImplementationOnce(() => undefined)
    const cos = createSdk(emulator, { CorrectClockSkew: true })
    expect(String((await cos.getObject({ Bucket, Region, Key: 'a' })).Body)).toBe('hello')
    expect(emulator.requests.list().map(({ status }) => status)).toEqual([403, 200])
  })
})
