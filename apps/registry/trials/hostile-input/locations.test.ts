import { describe, expect, it } from 'vitest'
import { ask } from './support/raw-exchange.ts'
import { name, useVictim } from './support/use-victim.ts'

const victim = useVictim()

describe('what a client says of its way here cannot make a Location that is none', () => {
  it.each([
    'Host: evil.example/path',
    'Host: evil.example?x',
    'Host: evil.example#x',
    'Host: user@evil.example',
    'Host: "><script>alert(1)</script>',
    'Host: evil.example evil',
    'Host: evil.example:port',
    'Host: evil.example:99999999',
    'Host: [::1',
    'Host: \\\\evil',
    'Host: ' + 'a'.repeat(50_000) + '!',
    'X-Forwarded-Host: evil.example/path',
    'X-Forwarded-Host: a b',
    'X-Forwarded-Host: ,',
    'X-Forwarded-Host: javascript:alert(1)//',
    'X-Forwarded-Host: evil.example\\@registry.test',
    'X-Forwarded-Host: %0d%0aSet-Cookie:x=1',
    'X-Forwarded-Proto: javascript',
    'X-Forwarded-Proto: data:text/html,',
    'X-Forwarded-Proto: http://evil.example/?',
    'X-Forwarded-Proto: HTTPS\u00a0',
    'X-Forwarded-Port: 0"x',
    'X-Forwarded-Prefix: //evil.example',
    'X-Original-URL: //evil.example',
    'X-Rewrite-URL: /v2/other',
    'Forwarded: host="evil.example/path";proto=javascript',
    'Forwarded: host="a\\"b"',
    'Forwarded: ;;;===,,,',
    'Forwarded: proto=' + '='.repeat(50_000),
    'Forwarded: for=' + '"'.repeat(50_000),
  ])('%s', async (header) => {
    for (const [method, target] of [
      ['POST', `/v2/${name}/blobs/uploads/`],
      ['GET', '/v2'],
      ['GET', '/v2/_catalog?n=1'],
    ] as const) {
      const { status, headers } = await ask(victim(), { method, target, headers: [header] })
      expect([202, 301, 200]).toContain(status)
      for (const value of [headers['location'], headers['link']?.replace(/^<([^>]*)>; rel="next"$/, '$1')]) {
        if (value === undefined) continue
        expect(value).toMatch(/^(?:https?:\/\/(?:registry\.test|[A-Za-z0-9.-]+(?::\d{1,5})?))?\/v2(?:\/|$)/)
        expect(value).not.toMatch(/[\s"'<>\\@]|script/)
      }
      expect(headers['set-cookie']).toBeUndefined()
    }
  })
})
