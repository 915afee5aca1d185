import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { rawFetch } from '../fronts/testing/raw-fetch.ts'
import { signRequest } from '../fronts/cos/testing/signed-fetch.ts'
import { Bucket, createSdk, Region, startCos } from '../fronts/cos/testing/start-cos.ts'
import { startProgram } from '../testing/start-program.ts'
import { createTemporaryFolder } from '../testing/temporary-folder.ts'

const journalOf = (folder: string, bucket: string = Bucket): string => join(folder, 'buckets', 'cos', `${bucket}.jsonl`)

async function listPieces(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, 'pieces'), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

describe('a folder', () => {
  test('has objects and unfinished uploads again at the next start', async () => {
    await using folder = await createTemporaryFolder()
    const place = { Bucket, Region, Key: 'big' }
    const limits = { minPartSizeBytes: 1 }
    let uploadId = ''
    let etag = ''
    {
      await using emulator = await startCos({ folder: folder.path, limits })
      const cos = createSdk(emulator)
      await cos.putObject({ Bucket, Region, Key: 'a/ä', Body: Buffer.from('hello'), 'x-cos-meta-color': 'blue' })
      await cos.putObject({ Bucket, Region, Key: 'gone', Body: Buffer.from('x') })
      await cos.deleteObject({ Bucket, Region, Key: 'gone' })
      uploadId = (await cos.multipartInit(place)).UploadId
      etag = (await cos.multipartUpload({ ...place, UploadId: uploadId, PartNumber: 1, Body: Buffer.from('abc') })).ETag
    }
    await using emulator = await startCos({ folder: folder.path, limits })
    const cos = createSdk(emulator)
    const got = await cos.getObject({ Bucket, Region, Key: 'a/ä' })
    expect(String(got.Body)).toBe('hello')
    expect(got.headers?.['x-cos-meta-color']).toBe('blue')
    await cos.multipartComplete({ ...place, UploadId: uploadId, Parts: [{ PartNumber: 1, ETag: etag }] })
    const keys = emulator
      .bucket('cos', Bucket)
      .objects()
      .map(({ key }) => key)
    expect(keys).toEqual(['a/ä', 'big'])
    expect(String(await emulator.bucket('cos', Bucket).read('big'))).toBe('abc')
  })

  test('keeps what was acknowledged when the process is killed', async () => {
    await using folder = await createTemporaryFolder()
    const acknowledged: string[] = []
    {
      await using program = await startProgram('--folder', folder.path, '--quiet')
      const work = Array.from({ length: 8 }, async (_, worker) => {
        for (let number = 0; number < 1000; number += 1) {
          const body = `${worker} ${number}`
          const put = signRequest({ method: 'PUT', key: body, body })
          const { status } = await rawFetch(program, put, body)
          if (status === 200) acknowledged.push(body)
          if (acknowledged.length === 100) void program.end('SIGKILL')
        }
      })
      await Promise.allSettled(work)
    }
    await using emulator = await startCos({ folder: folder.path })
    const bucket = emulator.bucket('cos', Bucket)
    expect(acknowledged.length).toBeGreaterThanOrEqual(100)
    for (const key of acknowledged) expect(String(await bucket.read(key))).toBe(key)
  })

  test('has the last or the next content of what was being overwritten when the process was killed', async () => {
    await using folder = await createTemporaryFolder()
    const acknowledged = new Map<string, number>()
    {
      await using program = await startProgram('--folder', folder.path, '--quiet')
      const work = Array.from({ length: 8 }, async (_, worker) => {
        const key = `key ${worker}`
        for (let number = 1; number < 1000; number += 1) {
          const body = String(number)
          const { status } = await rawFetch(program, signRequest({ method: 'PUT', key, body }), body)
          if (status === 200) acknowledged.set(key, number)
          if (number === 50) void program.end('SIGKILL')
        }
      })
      await Promise.allSettled(work)
    }
    await using emulator = await startCos({ folder: folder.path })
    expect(acknowledged.size).toBe(8)
    for (const [key, number] of acknowledged) {
      const content = Number(await emulator.bucket('cos', Bucket).read(key))
      expect([number, number + 1]).toContain(content)
    }
  })

  test('loses the bytes of what was overwritten, deleted, aborted or never acknowledged', async () => {
    await using folder = await createTemporaryFolder()
    {
      await using emulator = await startCos({ folder: folder.path })
      const bucket = emulator.bucket('cos', Bucket)
      for (const bytes of ['first', 'second']) await bucket.put('a', bytes)
      await bucket.put('b', 'deleted')
      await bucket.delete('b')
      const cos = createSdk(emulator)
      const place = { Bucket, Region, Key: 'big' }
      const { UploadId } = await cos.multipartInit(place)
      await cos.multipartUpload({ ...place, UploadId, PartNumber: 1, Body: Buffer.from('abc') })
      await cos.multipartAbort({ ...place, UploadId })
    }
    await mkdir(join(folder.path, 'pieces', '00'), { recursive: true })
    await writeFile(join(folder.path, 'pieces', '00', '00-half-written'), 'hal')
    await using emulator = await startCos({ folder: folder.path })
    expect(await listPieces(folder.path)).toHaveLength(1)
    expect(String(await emulator.bucket('cos', Bucket).read('a'))).toBe('second')
  })

  test('keeps buckets that are not served this time, and what they share with others', async () => {
    await using folder = await createTemporaryFolder()
    const names = [Bucket, 'other-1250000000']
    const both = names.map((name) => ({ service: 'cos' as const, name, region: Region }))
    {
      await using emulator = await startCos({ folder: folder.path, buckets: both })
      await emulator.bucket('cos', Bucket).put('a', 'hello')
      const cos = createSdk(emulator)
      const CopySource = `${Bucket}.cos.${Region}.myqcloud.com/a`
      await cos.putObjectCopy({ Bucket: 'other-1250000000', Region, Key: 'copy', CopySource })
      await emulator.bucket('cos', Bucket).delete('a')
    }
    {
      await using emulator = await startCos({ folder: folder.path })
      expect(emulator.bucket('cos', Bucket).objects()).toEqual([])
    }
    await using emulator = await startCos({ folder: folder.path, buckets: both })
    expect(String(await emulator.bucket('cos', 'other-1250000000').read('copy'))).toBe('hello')
  })

  test('does without a last line that was not written to its end', async () => {
    await using folder = await createTemporaryFolder()
    {
      await using emulator = await startCos({ folder: folder.path })
      await emulator.bucket('cos', Bucket).put('a', 'hello')
    }
    await appendFile(journalOf(folder.path), '{"type":"delete","key":"a')
    await using emulator = await startCos({ folder: folder.path })
    expect(String(await emulator.bucket('cos', Bucket).read('a'))).toBe('hello')
    expect(await readFile(journalOf(folder.path), 'utf8')).toMatch(/^\{.*\}\n$/)
  })

  test('is refused when a line in its midst is damaged', async () => {
    await using folder = await createTemporaryFolder()
    await mkdir(join(folder.path, 'buckets', 'cos'), { recursive: true })
    await writeFile(journalOf(folder.path), '{"type":"delete","key":"a"}\nrubbish\n{"type":"delete","key":"b"}\n')
    await expect(startCos({ folder: folder.path })).rejects.toThrow(/Line 2 of .*jsonl is no JSON/)
  })
})

describe.each(['memory', 'folder'])('an object in %s', (kind) => {
  test('stays whole for its reader while it is overwritten and deleted', async () => {
    await using folder = await createTemporaryFolder()
    await using emulator = await startCos(kind === 'folder' ? { folder: folder.path } : {})
    const bucket = emulator.bucket('cos', Bucket)
    const content = Buffer.alloc(4_000_000, 'old')
    await bucket.put('a', content)
    let isReplaced = false
    const { bytes } = await rawFetch(emulator, signRequest({ key: 'a' }), undefined, {
      onData: () => {
        if (isReplaced) return
        isReplaced = true
        void bucket.put('a', 'new').then(() => bucket.delete('a'))
      },
    })
    expect(bytes.equals(content)).toBe(true)
  })
})
