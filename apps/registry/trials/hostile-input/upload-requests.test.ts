import { describe, expect, it } from 'vitest'
import { digestOf } from '../../src/testing/push.ts'
import { beginUpload, pathOf, refusalOf } from '../../src/testing/upload.ts'
import { ask } from './support/raw-exchange.ts'
import { blobText, name, type Row, testRows, useVictim } from './support/use-victim.ts'
import { faultsOf, outcomeOf } from './support/well-formed.ts'

const victim = useVictim()
const uploads = `/v2/${name}/blobs/uploads/`
const nines = '9'.repeat(400)

describe('a Content-Range that is none, or not that of the body, is refused', () => {
  const bad = '416 RANGE_INVALID'
  const ranges: [string, string | string[]][] = [
    ['', bad],
    ['5', bad],
    ['-', bad],
    ['0-', bad],
    ['-4', bad],
    ['4-0', bad],
    ['a-b', bad],
    ['0x0-0x4', bad],
    ['0-4,5-9', bad],
    ['bytes */5', bad],
    ['items 0-4/5', bad],
    ['0-4/x', bad],
    ['0--4', bad],
    ['-0-4', bad],
    ['+0-4', bad],
    ['0.0-4.0', bad],
    ['٠-٤', bad],
    [`0-${nines}`, bad],
    [`${nines}-${nines}`, bad],
    ['0'.repeat(50_000), bad],
    ['0-99', '400 SIZE_INVALID'],
    ['0-3', '400 SIZE_INVALID'],
    ['0-999999999999999', '400 SIZE_INVALID'],
    ['1-5', bad],
    ['999999999999990-999999999999994', bad],
  ]
  it.each(ranges.map(([range, outcome]) => [range.slice(0, 60), range, outcome] as const))(
    '%j',
    async (_, range, outcome) => {
      for (const method of ['PATCH', 'PUT']) {
        const location = pathOf(await beginUpload(victim(), name))
        const target = method === 'PUT' ? `${location}&digest=${digestOf('hello')}` : location
        const headers = [`Content-Range: ${range}`]
        const answer = await ask(victim(), { method, target, headers, body: 'hello' })
        expect(faultsOf(answer, victim())).toEqual([])
        expect([outcome].flat()).toContain(outcomeOf(answer))
      }
    },
  )

  it('and one that is as long as a body that is sent in chunks takes it', async () => {
    const headers = ['Content-Range: 0-4', 'Transfer-Encoding: chunked']
    const target = pathOf(await beginUpload(victim(), name))
    expect((await ask(victim(), { method: 'PATCH', target, headers, body: '5\r\nhello\r\n0\r\n\r\n' })).status).toBe(
      202,
    )
  })
})

describe('a digest that is none is refused wherever it stands', () => {
  const digits = 'a'.repeat(64)
  const digests = [
    '',
    'sha256:',
    'sha256',
    ':',
    digits,
    `sha256:${digits}0`,
    `sha256:${digits.slice(1)}`,
    `sha256:${digits.toUpperCase()}`,
    `SHA256:${digits}`,
    `sha256:${digits.slice(1)}g`,
    `sha512:${digits}`,
    `sha384:${'a'.repeat(96)}`,
    `md5:${'a'.repeat(32)}`,
    `sha1:${'a'.repeat(40)}`,
    `sha256+b64:${digits}`,
    `constructor:${digits}`,
    `__proto__:${digits}`,
    `sha256:${'%2e%2e%2f'.repeat(21)}a`,
    `sha256:${digits}%00`,
    `sha256:${digits}%0a`,
    `%20sha256:${digits}`,
    `sha256::${digits.slice(1)}`,
    `sha256:sha256:${digits}`,
    'x'.repeat(50_000),
  ]
  const invalid = '400 DIGEST_INVALID'
  testRows(
    victim,
    digests.flatMap((digest): Row[] => [
      [`mount=${digest}`, { method: 'POST', target: `${uploads}?mount=${digest}&from=${name}` }, invalid],
      [`digest=${digest}`, { method: 'POST', target: `${uploads}?digest=${digest}`, body: 'x' }, invalid],
      [`blobs/${digest}`, { target: `/v2/${name}/blobs/${digest}` }, [invalid, '404 UNSUPPORTED', '404 BLOB_UNKNOWN']],
      [`referrers/${digest}`, { target: `/v2/${name}/referrers/${digest}` }, [invalid, '404 UNSUPPORTED']],
      [
        `DELETE blobs/${digest}`,
        { method: 'DELETE', target: `/v2/${name}/blobs/${digest}` },
        [invalid, '404 UNSUPPORTED', '405 UNSUPPORTED'],
      ],
    ]),
  )
  testRows(victim, [
    ...['md5', 'SHA256', '__proto__', 'constructor', '', 'x'.repeat(50_000)].map((algorithm): Row => {
      const target = `${uploads}?digest-algorithm=${algorithm}`
      return [target, { method: 'POST', target }, invalid]
    }),
    ['HEAD of no digest', { method: 'HEAD', target: `/v2/${name}/blobs/x` }, '400'],
    [
      'another digest than that of the body',
      { method: 'POST', target: `${uploads}?digest=${digestOf('x')}`, body: 'y' },
      invalid,
    ],
  ])

  it('in a closing request, too', async () => {
    for (const digest of ['', 'sha256:x', `sha256:${digits}&digest=${digestOf('')}`]) {
      const location = pathOf(await beginUpload(victim(), name))
      const response = victim().fetch(`${location}&digest=${digest}`, { method: 'PUT', body: 'other bytes' })
      expect(await refusalOf(response)).toEqual([400, 'DIGEST_INVALID'])
    }
  })
})

describe('a length', () => {
  it('of more than fits on any disk is not believed before its bytes come', async () => {
    const target = `/v2/${name}/manifests/big`
    const headers = ['Content-Length: 9007199254740993']
    const answer = await ask(victim(), { method: 'PUT', target, headers, body: '{}' })
    expect(outcomeOf(answer)).toBe('413 MANIFEST_INVALID')
  })

  it('that Content-Range contradicts is refused before the body comes', async () => {
    const target = pathOf(await beginUpload(victim(), name))
    const headers = ['Content-Length: 9007199254740993', 'Content-Range: 0-4']
    const answer = await ask(victim(), { method: 'PATCH', target, headers, body: 'hello' })
    expect(outcomeOf(answer)).toBe('400 SIZE_INVALID')
  })
})

describe('the type of an upload is not believed', () => {
  testRows(
    victim,
    [
      'text/html',
      'application/json; charset=utf-7',
      'multipart/form-data; boundary=x',
      '../../x',
      'x'.repeat(50_000),
      '\u00ff',
    ].map((type): Row => [
      type,
      { method: 'POST', target: `${uploads}?digest=${digestOf('x')}`, headers: [`Content-Type: ${type}`], body: 'x' },
      '201',
    ]),
  )

  it('and a blob is given out as bytes, whatever it is', async () => {
    const answer = await ask(victim(), { target: `/v2/${name}/blobs/${digestOf(blobText)}` })
    expect(answer.headers['content-type']).toBe('application/octet-stream')
  })

  it('nor is an encoding: nothing is unpacked', async () => {
    const headers = ['Content-Encoding: gzip']
    const target = `${uploads}?digest=${digestOf('no gzip')}`
    expect((await ask(victim(), { method: 'POST', target, headers, body: 'no gzip' })).status).toBe(201)
  })
})
