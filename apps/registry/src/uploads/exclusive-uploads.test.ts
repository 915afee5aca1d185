import { describe, expect, it } from 'vitest'
import { ExclusiveUploads } from './exclusive-uploads.ts'

const never = new AbortController().signal

describe('exclusive uploads', () => {
  it('let one request write and refuse others while its client is there', async () => {
    const uploads = new ExclusiveUploads()
    const end = Promise.withResolvers<string>()
    const first = uploads.run('id', { offset: 0, signal: never }, () => end.promise)
    const second = uploads.run('id', { offset: 0, signal: never }, async () => 'second')
    await expect(second).rejects.toMatchObject({ code: 'RANGE_INVALID', status: 416 })
    end.resolve('first')
    expect(await first).toBe('first')
  })

  it('let only one of many that waited for a request without a client go on', async () => {
    const uploads = new ExclusiveUploads()
    const gone = new AbortController()
    const end = Promise.withResolvers<never>()
    const first = uploads.run('id', { offset: 0, signal: gone.signal }, () => end.promise)
    gone.abort()
    const others = Array.from({ length: 8 }, () =>
      uploads.run('id', { offset: 0, signal: never }, async () => 'written'),
    )
    end.reject(new Error('the connection broke'))
    await expect(first).rejects.toThrow('the connection broke')
    const results = await Promise.allSettled(others)
    expect(results.filter((result) => result.status === 'fulfilled').length).toBe(1)
  })

  it('wait for what takes a moment only', async () => {
    const uploads = new ExclusiveUploads()
    const order: string[] = []
    const look = uploads.run('id', undefined, async () => order.push('look'))
    const write = uploads.run('id', { offset: 0, signal: never }, async () => order.push('write'))
    await Promise.all([look, write])
    expect(order).toEqual(['look', 'write'])
  })

  it('answer where the writing request began, where that is asked for', async () => {
    const uploads = new ExclusiveUploads()
    const end = Promise.withResolvers<number>()
    const first = uploads.run('id', { offset: 7, signal: never }, () => end.promise)
    expect(
      await uploads.run(
        'id',
        undefined,
        async () => 0,
        (offset) => offset,
      ),
    ).toBe(7)
    end.resolve(10)
    await first
    expect(
      await uploads.run(
        'id',
        undefined,
        async () => 0,
        (offset) => offset,
      ),
    ).toBe(0)
  })

  it('do not hold up another upload, nor the same one after a failure', async () => {
    const uploads = new ExclusiveUploads()
    const end = Promise.withResolvers<string>()
    const first = uploads.run('one', { offset: 0, signal: never }, () => end.promise)
    expect(await uploads.run('two', { offset: 0, signal: never }, async () => 'two')).toBe('two')
    end.reject(new Error('failed'))
    await expect(first).rejects.toThrow('failed')
    expect(await uploads.run('one', { offset: 0, signal: never }, async () => 'again')).toBe('again')
  })
})
