import { describe, expect, test } from 'vitest'
import { signedFetch } from '../fronts/cos/testing/signed-fetch.ts'
import { Bucket, startCos } from '../fronts/cos/testing/start-cos.ts'

async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${url}/_emulator/${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) }
}

describe('the admin API', () => {
  test('tells of requests and forgets them', async () => {
    await using emulator = await startCos()
    await signedFetch(emulator, { method: 'PUT', key: 'a b', body: 'hello' })
    await signedFetch(emulator, { key: 'missing' })
    const { json } = await call(emulator.url, 'GET', 'requests')
    expect(json).toMatchObject([
      { operation: 'PutObject', key: 'a b', bucket: Bucket, status: 200, requestBytes: 5 },
      { operation: 'GetObject', status: 404, errorCode: 'NoSuchKey' },
    ])
    expect((await call(emulator.url, 'GET', 'requests?operation=PutObject')).json).toHaveLength(1)
    expect((await call(emulator.url, 'GET', 'requests/count?operation=GetObject')).json).toEqual({ count: 1 })
    await call(emulator.url, 'DELETE', 'requests')
    expect((await call(emulator.url, 'GET', 'requests')).json).toEqual([])
  })

  test('adds, lists and removes fault rules', async () => {
    await using emulator = await startCos()
    const rule = { operation: 'GetBucket', count: 'always', fault: { kind: 'error', code: 'SlowDown' } }
    const { json } = await call(emulator.url, 'POST', 'faults', rule)
    expect((await signedFetch(emulator, { key: '' })).status).toBe(503)
    expect((await call(emulator.url, 'GET', 'faults')).json).toMatchObject([{ rule, matched: 1, fired: 1 }])
    expect((await call(emulator.url, 'DELETE', `faults/${(json as { id: number }).id}`)).status).toBe(204)
    expect((await signedFetch(emulator, { key: '' })).status).toBe(200)
  })

  test('starts a schedule of faults and tells its seed', async () => {
    await using emulator = await startCos()
    const { json } = await call(emulator.url, 'POST', 'faults/schedules', { seed: 7, rate: 1, kinds: ['error'] })
    expect(json).toMatchObject({ seed: 7 })
    expect((await signedFetch(emulator, { key: '' })).status).toBeGreaterThanOrEqual(500)
    await call(emulator.url, 'DELETE', 'faults')
    expect((await signedFetch(emulator, { key: '' })).status).toBe(200)
  })

  test('says which kinds of faults there are when it is given another', async () => {
    await using emulator = await startCos()
    const { status, json } = await call(emulator.url, 'POST', 'faults', { fault: { kind: 'flood' } })
    expect(status).toBe(400)
    expect(json).toMatchObject({ error: expect.stringContaining('lose-answer') })
  })

  test('puts, reads, lists and deletes objects', async () => {
    await using emulator = await startCos()
    const objects = `buckets/cos/${Bucket}/objects`
    expect((await call(emulator.url, 'PUT', `${objects}/a/b%20c`, 'hello')).json).toMatchObject({ key: 'a/b c' })
    const read = await fetch(`${emulator.url}/_emulator/${objects}/a/b%20c`)
    expect(await read.text()).toBe('hello')
    expect((await call(emulator.url, 'GET', objects)).json).toMatchObject([{ key: 'a/b c', size: 5 }])
    await call(emulator.url, 'DELETE', `${objects}/a/b%20c`)
    expect((await call(emulator.url, 'GET', objects)).json).toEqual([])
    expect((await call(emulator.url, 'GET', `${objects}/a`)).status).toBe(404)
    expect((await call(emulator.url, 'GET', 'buckets/cos/other-1/objects')).status).toBe(404)
  })

  test('adds a domain of a bucket', async () => {
    await using emulator = await startCos()
    const host = `127.0.0.1:${emulator.port}`
    expect((await signedFetch(emulator, { key: '', host })).status).toBe(421)
    await call(emulator.url, 'POST', 'domains', { service: 'cos', bucket: Bucket, host })
    expect((await signedFetch(emulator, { key: '', host })).status).toBe(200)
  })

  test('lists itself when it is asked for something else', async () => {
    await using emulator = await startCos()
    const { status, json } = await call(emulator.url, 'GET', '')
    expect(status).toBe(404)
    expect(json).toMatchObject({ error: expect.stringContaining('GET /_emulator/faults') })
  })
})
