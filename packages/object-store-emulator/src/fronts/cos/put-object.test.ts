import { request as httpRequest } from 'node:http'
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/emulator.ts'
import { codeOf } from '../testing/raw-fetch.ts'
import { signedFetch, signRequest } from './testing/signed-fetch.ts'
import { Bucket, startCos } from './testing/start-cos.ts'

const md5 = (text: string): string => createHash('md5').update(text).digest('base64')

const objects = (emulator: Emulator): string[] =>
  emulator
    .bucket('cos', Bucket)
    .objects()
    .map(({ key }) => key)

describe('putting an object', () => {
  test('answers with its checksums and an id', async () => {
    await using emulator = await startCos()
    const { status, headers, text } = await signedFetch(emulator, { method: 'PUT', key: 'a', body: '123456789' })
    expect(status).toBe(200)
    expect(text).toBe('')
    expect(headers).toMatchObject({
      etag: '"25f9e794323b453885f5181f1b624d0b"',
      'x-cos-hash-crc64ecma': '11051210869376104954',
      'content-length': '0',
    })
    expect(Buffer.from(headers['x-cos-request-id'] ?? '', 'base64').toString()).toMatch(/^[\da-f]{8}_[\da-f_]+$/)
  })

  test('keeps its headers, and says the encryption again', async () => {
    await using emulator = await startCos()
    const headers = {
      'content-type': 'text/plain',
      'cache-control': 'no-cache',
      'content-encoding': 'identity',
      'x-cos-meta-color': 'blue',
      'x-cos-storage-class': 'STANDARD_IA',
      'x-cos-server-side-encryption': 'AES256',
    }
    const put = await signedFetch(emulator, { method: 'PUT', key: 'a', body: 'hello', headers })
    expect(put.headers).toMatchObject({ 'x-cos-server-side-encryption': 'AES256' })
    expect((await signedFetch(emulator, { method: 'HEAD', key: 'a' })).headers).toMatchObject(headers)
  })

  test('checks its Content-MD5', async () => {
    await using emulator = await startCos()
    const put = async (contentMd5: string): Promise<string> =>
      codeOf(
        await signedFetch(emulator, { method: 'PUT', key: 'a', body: 'hello', headers: { 'content-md5': contentMd5 } }),
      )
    expect(await put(md5('other'))).toBe('BadDigest')
    expect(await put('5d41402abc4b2a76b9719d911017c592')).toBe('InvalidDigest')
    expect(objects(emulator)).toEqual([])
    expect(await put(md5('hello'))).toBe('')
  })

  test('overwrites, unless that is forbidden', async () => {
    await using emulator = await startCos()
    const headers = { 'x-cos-forbid-overwrite': 'true' }
    expect((await signedFetch(emulator, { method: 'PUT', key: 'a', body: '1', headers })).status).toBe(200)
    const again = await signedFetch(emulator, { method: 'PUT', key: 'a', body: '2', headers })
    expect([again.status, codeOf(again)]).toEqual([409, 'FileAlreadyExists'])
    expect((await signedFetch(emulator, { method: 'PUT', key: 'a', body: '3' })).status).toBe(200)
    expect(String(await emulator.bucket('cos', Bucket).read('a'))).toBe('3')
  })

  test('refuses what is larger than one request may be', async () => {
    await using emulator = await startCos({ limits: { maxSinglePutSizeBytes: 4 } })
    expect(codeOf(await signedFetch(emulator, { method: 'PUT', key: 'a', body: 'hello' }))).toBe('EntityTooLarge')
    expect((await signedFetch(emulator, { method: 'PUT', key: 'a', body: 'hell' })).status).toBe(200)
  })

  test.each([
    ['a'.repeat(850), ''],
    ['a'.repeat(851), 'KeyTooLong'],
    ['ä'.repeat(426), 'KeyTooLong'],
    ['/a', 'InvalidURI'],
  ])('has rules for keys: %s', async (key, code) => {
    await using emulator = await startCos()
    expect(codeOf(await signedFetch(emulator, { method: 'PUT', key, body: 'x' }))).toBe(code)
  })

  test.each([
    ['x-cos-storage-class', 'COLDEST', 'NotSupportedStorageClass'],
    ['x-cos-server-side-encryption', 'yes', 'InvalidArgument'],
  ])('refuses %s: %s', async (name, value, code) => {
    await using emulator = await startCos()
    const headers = { [name]: value }
    expect(codeOf(await signedFetch(emulator, { method: 'PUT', key: 'a', body: 'x', headers }))).toBe(code)
  })

  test('needs a length, or chunks', async () => {
    await using emulator = await startCos()
    const send = (chunked: boolean): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const { method, path, headers } = signRequest({ method: 'PUT', key: 'a' })
        const encoding: Record<string, string> = chunked ? { 'transfer-encoding': 'chunked' } : {}
        const options = { host: '127.0.0.1', port: emulator.port, method, path, headers: { ...headers, ...encoding } }
        const request = httpRequest(options, (response) => resolve(response.resume().statusCode)).on('error', reject)
        // Node would announce one itself.
        request.removeHeader('content-length')
        request.useChunkedEncodingByDefault = chunked
        request.end(chunked ? 'hello' : undefined)
      })
    expect(await send(false)).toBe(411)
    expect(await send(true)).toBe(200)
    expect(String(await emulator.bucket('cos', Bucket).read('a'))).toBe('hello')
  })

  test('leaves nothing behind when the client goes away in its midst', async () => {
    await using emulator = await startCos()
    await emulator.bucket('cos', Bucket).put('a', 'before')
    const body = Buffer.alloc(1000)
    const { method, path, headers } = signRequest({ method: 'PUT', key: 'a', body })
    const ended = new Promise((resolve) => {
      const request = httpRequest({ host: '127.0.0.1', port: emulator.port, method, path, headers })
      request.on('error', resolve)
      request.write(body.subarray(0, 500), () => request.destroy(new Error('gone')))
    })
    await ended
    await emulator.close()
    expect(String(await emulator.bucket('cos', Bucket).read('a'))).toBe('before')
    expect(emulator.requests.list()[0]?.status).toBeUndefined()
  })

  test('asks for the body only when the signature is right', async () => {
    await using emulator = await startCos()
    const send = (authorization: string | undefined): Promise<string[]> =>
      new Promise((resolve, reject) => {
        const events: string[] = []
        const { method, path, headers } = signRequest({ method: 'PUT', key: 'a', body: 'hello' })
        const expecting = { ...headers, ...(authorization !== undefined && { authorization }), expect: '100-continue' }
        const request = httpRequest({ host: '127.0.0.1', port: emulator.port, method, path, headers: expecting })
        request.on('error', reject)
        request.on('continue', () => {
          events.push('continue')
          request.end('hello')
        })
        request.on('response', (response) => {
          events.push(String(response.statusCode))
          response.resume()
          request.destroy()
          resolve(events)
        })
        request.flushHeaders()
      })
    expect(await send(undefined)).toEqual(['continue', '200'])
    expect(await send('wrong')).toEqual(['403'])
  })
})
