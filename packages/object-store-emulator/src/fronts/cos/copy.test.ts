import { describe, expect, test } from 'vitest'
import type { Emulator } from '../../emulator/emulator.ts'
import { codeOf, type FetchedAnswer } from '../testing/raw-fetch.ts'
import { signedFetch } from './testing/signed-fetch.ts'
import { Bucket, createSdk, Region, startCos } from './testing/start-cos.ts'

const sourceHost = `${Bucket}.cos.${Region}.myqcloud.com`

const copy = (emulator: Emulator, key: string, headers: Record<string, string> = {}): Promise<FetchedAnswer> =>
  signedFetch(emulator, {
    method: 'PUT',
    key,
    body: '',
    headers: { 'x-cos-copy-source': `${sourceHost}/from%20here`, ...headers },
  })

async function startWithSource(options: Parameters<typeof startCos>[0] = {}): Promise<Emulator> {
  const emulator = await startCos(options)
  const headers = { 'content-type': 'text/plain', 'x-cos-meta-color': 'blue' }
  await signedFetch(emulator, { method: 'PUT', key: 'from here', body: '0123456789', headers })
  return emulator
}

describe('copying an object', () => {
  test('takes its content and metadata along', async () => {
    await using emulator = await startWithSource()
    const { status, text, headers } = await copy(emulator, 'to')
    expect(status).toBe(200)
    expect(text).toMatch(
      /<CopyObjectResult><ETag>"781e5e245d69b566979b86e28d23f2c7"<\/ETag><CRC64>\d+<\/CRC64><LastModified>/,
    )
    expect(headers['x-cos-hash-crc64ecma']).toMatch(/^\d+$/)
    const got = await signedFetch(emulator, { key: 'to' })
    expect(got.text).toBe('0123456789')
    expect(got.headers).toMatchObject({ 'content-type': 'text/plain', 'x-cos-meta-color': 'blue' })
  })

  test('replaces the metadata when it is asked to', async () => {
    await using emulator = await startWithSource()
    await copy(emulator, 'to', { 'x-cos-metadata-directive': 'Replaced', 'x-cos-meta-shape': 'round' })
    const { headers } = await signedFetch(emulator, { method: 'HEAD', key: 'to' })
    expect(headers['x-cos-meta-shape']).toBe('round')
    expect(headers['x-cos-meta-color']).toBeUndefined()
  })

  test('onto itself has to change something', async () => {
    await using emulator = await startWithSource()
    expect(codeOf(await copy(emulator, 'from here'))).toBe('InvalidRequest')
    expect((await copy(emulator, 'from here', { 'x-cos-metadata-directive': 'Replaced' })).status).toBe(200)
    expect((await copy(emulator, 'from here', { 'x-cos-storage-class': 'STANDARD_IA' })).status).toBe(200)
  })

  test('is not for what is larger than one copy may be', async () => {
    await using emulator = await startWithSource({ limits: { maxSingleCopySizeBytes: 9 } })
    expect(codeOf(await copy(emulator, 'to'))).toBe('InvalidRequest')
  })

  test('outlives its source', async () => {
    await using emulator = await startWithSource()
    await copy(emulator, 'to')
    await signedFetch(emulator, { method: 'DELETE', key: 'from here' })
    expect((await signedFetch(emulator, { key: 'to' })).text).toBe('0123456789')
  })

  test.each<[string, string]>([
    [`${sourceHost}/missing`, 'NoSuchCopySource'],
    ['other-1250000000.cos.ap-guangzhou.myqcloud.com/a', 'NoSuchBucket'],
    [`${Bucket}.cos.sg.myqcloud.com/from%20here`, 'NoSuchBucket'],
    [`/${Bucket}/from%20here`, 'InvalidCopySource'],
    [sourceHost, 'InvalidCopySource'],
    [`${sourceHost}/`, 'InvalidCopySource'],
    [`${sourceHost}/%FF`, 'InvalidCopySource'],
  ])('from %s is %s', async (source, code) => {
    await using emulator = await startWithSource()
    expect(codeOf(await copy(emulator, 'to', { 'x-cos-copy-source': source }))).toBe(code)
  })

  test.each<[Record<string, string>, number]>([
    [{ 'x-cos-copy-source-if-match': '"781e5e245d69b566979b86e28d23f2c7"' }, 200],
    [{ 'x-cos-copy-source-if-match': '"x"' }, 412],
    [{ 'x-cos-copy-source-if-none-match': '"x"' }, 200],
    [{ 'x-cos-copy-source-if-none-match': '"781e5e245d69b566979b86e28d23f2c7"' }, 412],
    [{ 'x-cos-copy-source-if-unmodified-since': new Date(0).toUTCString() }, 412],
    [{ 'x-cos-copy-source-if-modified-since': new Date(0).toUTCString() }, 200],
  ])('depends on the condition %j', async (headers, status) => {
    await using emulator = await startWithSource()
    expect((await copy(emulator, 'to', headers)).status).toBe(status)
  })
})

describe('copying a part', () => {
  async function startUpload(
    emulator: Emulator,
  ): Promise<(headers?: Record<string, string>) => Promise<FetchedAnswer>> {
    const { UploadId } = await createSdk(emulator).multipartInit({ Bucket, Region, Key: 'big' })
    return (headers = {}) =>
      signedFetch(emulator, {
        method: 'PUT',
        key: 'big',
        query: { uploadId: UploadId, partNumber: '1' },
        body: '',
        headers: { 'x-cos-copy-source': `${sourceHost}/from%20here`, ...headers },
      })
  }

  test.each([
    ['bytes=0-9', 10, ''],
    ['bytes=2-4', 3, ''],
    ['bytes=9-9', 1, ''],
    ['bytes=5-10', 0, 'InvalidRange'],
    ['bytes=10-11', 0, 'InvalidRange'],
    ['bytes=3-2', 0, 'InvalidArgument'],
    ['bytes=5-', 0, 'InvalidArgument'],
    ['5-6', 0, 'InvalidArgument'],
  ])('takes the range %s', async (range, size, code) => {
    await using emulator = await startWithSource()
    const copyPart = await startUpload(emulator)
    expect(codeOf(await copyPart({ 'x-cos-copy-source-range': range }))).toBe(code)
    const [part] = emulator.bucket('cos', Bucket).uploads()[0]?.parts.values() ?? []
    expect(part?.size ?? 0).toBe(size)
  })

  test('takes all of the source without a range, unless that is too much', async () => {
    await using emulator = await startWithSource({ limits: { maxSingleCopySizeBytes: 9 } })
    const copyPart = await startUpload(emulator)
    expect(codeOf(await copyPart())).toBe('InvalidRequest')
    expect((await copyPart({ 'x-cos-copy-source-range': 'bytes=0-8' })).text).toContain('<CopyPartResult><ETag>')
  })
})
