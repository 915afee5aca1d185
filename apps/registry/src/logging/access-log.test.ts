import { expect, it } from 'vitest'
import { formatAccessLog } from './access-log.ts'
import type { RequestRecord } from './request-fields.ts'

const at = new Date('2026-11-21T12:34:56.789Z')
const entry: RequestRecord = {
  id: '1',
  method: 'GET',
  host: 'localhost:5000',
  uri: '/v2/',
  userAgent: 'curl/8.0',
  remoteAddress: '127.0.0.1',
  status: 200,
  written: 2,
  durationMs: 1,
  vars: {},
}

it("is Apache's combined form", () => {
  expect(formatAccessLog(entry, at)).toBe(
    '127.0.0.1 - - [21/Nov/2026:12:34:56 +0000] "GET /v2/ HTTP/1.1" 200 2 "" "curl/8.0"',
  )
})

it('names the user, the referer and the version', () => {
  const line = formatAccessLog({ ...entry, user: 'a b', referer: 'https://x/', httpVersion: '2.0' }, at)
  expect(line).toBe(
    '127.0.0.1 - a\\x20b [21/Nov/2026:12:34:56 +0000] "GET /v2/ HTTP/2.0" 200 2 "https://x/" "curl/8.0"',
  )
})

it.each([
  ['127.0.0.1:4000', '127.0.0.1 '],
  ['[::1]:4000', '::1 '],
  ['::1', '::1 '],
  ['', '- '],
])('the address %j is written %j', (remoteAddress, head) => {
  expect(formatAccessLog({ ...entry, remoteAddress }, at).startsWith(head)).toBe(true)
})

it('lets no client end the quotes or the line, or colour a terminal', () => {
  const line = formatAccessLog({ ...entry, userAgent: 'a"b\\c\r\n\u001B[31mé', uri: '/"' }, at)
  expect(line).toContain('"GET /\\" HTTP/1.1"')
  expect(line.endsWith('"a\\"b\\\\c\\x0d\\x0a\\x1b[31m\\xc3\\xa9"')).toBe(true)
})

it('holds no secret', () => {
  const secrets = { uri: '/v2/a/blobs/uploads/1?_state=abc', referer: 'https://u:p@x/', userAgent: 'Basic dXNlcjpw' }
  const line = formatAccessLog({ ...entry, ...secrets }, at)
  expect(line).toContain('?_state=***')
  expect(line).toContain('"https://***@x/"')
  expect(line).toContain('"Basic ***"')
})
