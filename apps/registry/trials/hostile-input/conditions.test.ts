import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/testing/push.ts'
import { ask } from './support/raw-exchange.ts'
import { blobText, name, testRows, useVictim } from './support/use-victim.ts'

const victim = useVictim()
const target = `/v2/${name}/blobs/${digestOf(blobText)}`
const nines = '9'.repeat(400)

describe('a Range, however odd, gives a part of the blob, all of it, or 416', () => {
  it.each([
    ...['bytes=0-0', 'bytes=-1', 'bytes=5-', 'bytes=0-999', `bytes=0-${nines}`, `bytes=-${nines}`].map(
      (range) => [range, 206] as const,
    ),
    ...['bytes=19-', `bytes=${nines}-`, 'bytes=-0', 'bytes=999-1000', 'bytes=-00'].map(
      (range) => [range, 416] as const,
    ),
    ...[
      '',
      'bytes',
      'bytes=',
      'bytes=-',
      'bytes=5-4',
      'bytes=a-b',
      'bytes=0-0,-1',
      'bytes=0x0-0x5',
      'bytes=--5',
      'bytes=1-2-3',
      'bytes=-1-',
      'bytes= 0 - 1 ',
      'items=0-1',
      'bytes=0-1;q=1',
      `bytes=${'0-,'.repeat(20_000)}`,
      `bytes=${Array.from({ length: 9000 }, (_, index) => `${index}-`).join(',')}`.slice(0, 60_000),
      `bytes=${'0'.repeat(60_000)}-x`,
    ].map((range) => [range, 200] as const),
  ])('%.60s: %i', async (range, status) => {
    const answer = await ask(victim(), { target, headers: [`Range: ${range}`] })
    expect(answer.status).toBe(status)
    const [, first, last] = /^bytes (\d+)-(\d+)\/19$/.exec(answer.headers['content-range'] ?? '') ?? []
    const part = status === 206 ? blobText.slice(Number(first), Number(last) + 1) : blobText
    expect(status === 416 ? blobText : answer.body).toBe(part)
  })
})

describe('a condition, however odd, is one or none', () => {
  const tag = `"${digestOf(blobText)}"`
  const tags = [
    '',
    '*',
    ',',
    '"',
    '""',
    'W/',
    `W/${tag}`,
    `${tag},${tag}`,
    '*, *',
    `"${'x'.repeat(60_000)}"`,
    '",'.repeat(30_000),
    'W/"'.repeat(20_000),
    '\u00ff',
    '__proto__',
  ]
  it.each(tags.map((value) => [value.slice(0, 60), value]))('%j', async (_, value) => {
    for (const header of ['If-None-Match', 'If-Match', 'If-Range', 'If-Modified-Since', 'If-Unmodified-Since']) {
      for (const path of [target, `/v2/${name}/manifests/latest`]) {
        for (const method of ['GET', 'HEAD']) {
          const headers = [`${header}: ${value}`, 'Range: bytes=0-1']
          const answer = await ask(victim(), { method, target: path, headers })
          expect([200, 206, 304, 412]).toContain(answer.status)
          const part = method === 'HEAD' ? '' : blobText.slice(0, 2)
          expect(answer.status === 206 ? answer.body : part).toBe(part)
        }
      }
    }
  })
})

describe('an Accept header', () => {
  const path = `/v2/${name}/manifests/latest`
  const unknown = '404 MANIFEST_UNKNOWN'
  testRows(
    victim,
    (
      [
        ['', '200'],
        ['*/*', '200'],
        ['application/*;q=0.1', '200'],
        ['text/html', unknown],
        ['*/*;q=0', unknown],
        [',', unknown],
        [';', unknown],
        ['/', unknown],
        ['*', unknown],
        ['__proto__', unknown],
        ['a'.repeat(60_000), unknown],
        [',;=/*'.repeat(12_000), unknown],
        [';q=0'.repeat(15_000), unknown],
        ['\u00ff', unknown],
      ] as const
    ).map(([accept, outcome]) => [accept, { target: path, headers: [`Accept: ${accept}`] }, outcome]),
  )
})
