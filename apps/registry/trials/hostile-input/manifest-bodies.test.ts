import { describe, expect, it } from 'vitest'
import { artifactManifest, descriptorOf, ociImage, ociIndex } from '../../src/testing/manifests.ts'
import { digestOf } from '../../src/testing/push.ts'
import { peakBytes, residentBytes } from './support/process-state.ts'
import { ask, type RawAnswer } from './support/raw-exchange.ts'
import { name, useVictim } from './support/use-victim.ts'
import { faultsOf, outcomeOf } from './support/well-formed.ts'

const victim = useVictim()
const invalid = '400 MANIFEST_INVALID'
const limitBytes = 4 * 1024 * 1024
const descriptor = descriptorOf('{}', 'application/vnd.oci.empty.v1+json')
const descriptorText = JSON.stringify(descriptor)

function put(body: string | Buffer, contentType = ociImage, reference = 'hostile'): Promise<RawAnswer> {
  const target = `/v2/${name}/manifests/${reference}`
  return ask(victim(), { method: 'PUT', target, headers: [`Content-Type: ${contentType}`], body })
}

/** As often as it fits into a manifest. */
function fill(text: string): string {
  return text.repeat(Math.floor((limitBytes - 500) / text.length))
}

describe('a body of four megabytes', () => {
  const missing = JSON.stringify(descriptorOf('missing', 'application/x'))
  it.each([
    ['of brackets', fill('['), invalid],
    ['of braces', fill('{"a":'), invalid],
    ['of empty layers', `{"schemaVersion":2,"config":${descriptorText},"layers":[${fill('{},')}{}]}`, invalid],
    ['of layers that are numbers', `{"schemaVersion":2,"config":${descriptorText},"layers":[${fill('1,')}1]}`, invalid],
    ['of empty children', `{"schemaVersion":2,"manifests":[${fill('{},')}{}]}`, invalid],
    [
      'of wrong URLs',
      `{"schemaVersion":2,"config":{${descriptorText.slice(1, -1)},"urls":[${fill('0,')}0]},"layers":[]}`,
      invalid,
    ],
    ['of wrong annotations', annotated((index) => `"${index}":1`), invalid],
    ['of annotations', annotated((index) => `"${index}":"1"`), '201'],
    ['of the same key', `{"schemaVersion":2,${fill('"schemaVersion":2,')}"layers":[]}`, invalid],
    [
      'of missing layers',
      `{"schemaVersion":2,"config":${missing},"layers":[${fill(`${missing},`)}${missing}]}`,
      '400 MANIFEST_BLOB_UNKNOWN',
    ],
    ['of blanks', ' '.repeat(limitBytes), invalid],
    ['of text', `"${'a'.repeat(limitBytes - 2)}"`, invalid],
    ['of escapes', `"${fill('\\u0000')}"`, invalid],
    ['of digits', '9'.repeat(limitBytes), invalid],
    ['of zero bytes', Buffer.alloc(limitBytes), invalid],
    ['of what is no UTF-8', Buffer.alloc(limitBytes, 0xff), invalid],
    ['and one byte', Buffer.alloc(limitBytes + 1), '413 MANIFEST_INVALID'],
  ] as const)('%s is answered within seconds, and costs little', async (_, body, outcome) => {
    const before = await residentBytes(victim().pid)
    const beginning = performance.now()
    let answer: RawAnswer | undefined
    const peak = await peakBytes(victim().pid, async () => {
      answer = await put(body)
    })
    expect(answer === undefined ? 'none' : outcomeOf(answer)).toBe(outcome)
    expect(performance.now() - beginning).toBeLessThan(5000)
    // Without the limits on what is noted of each fault it was gigabytes.
    expect((peak - before) / 2 ** 20).toBeLessThan(400)
  })

  function annotated(entry: (index: number) => string): string {
    const entries = Array.from({ length: 250_000 }, (_, index) => entry(index)).join(',')
    return JSON.stringify(artifactManifest()).replace('{', `{"annotations":{${entries}},`)
  }
})

describe('keys that name the inside of objects change nothing', () => {
  const good = JSON.stringify(artifactManifest())
  it.each([
    ['{"__proto__":{"schemaVersion":2,"mediaType":"x"}}', invalid],
    [`{"__proto__":${good}}`, invalid],
    [`{"constructor":{"prototype":${good}}}`, invalid],
    ['{"schemaVersion":2,"config":{"__proto__":{"digest":"x"}},"layers":{"__proto__":[],"length":1}}', invalid],
    [
      good.replace('{', '{"__proto__":{"subject":{"digest":"x"}},"constructor":null,"toString":1,"hasOwnProperty":1,'),
      '201',
    ],
    [good.replace('{', '{"annotations":{"__proto__":"x","constructor":"y"},'), '201'],
    [good.replace('{', '{"annotations":{"__proto__":{"polluted":"yes"}},'), invalid],
    [good.replace('{', '{"toJSON":"x","then":"y",'), '201'],
  ])('%.80s', async (body, outcome) => {
    const answer = await put(body)
    expect(faultsOf(answer, victim())).toEqual([])
    expect(outcomeOf(answer)).toBe(outcome)
    // As every answer afterwards would be, if an object's prototype had changed.
    expect((await ask(victim(), {})).body).toBe('{}')
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    'nor does a tag or repository %s',
    async (word) => {
      const target = `/v2/${name}/manifests/${word}`
      expect(outcomeOf(await ask(victim(), { target }))).toBe('404 MANIFEST_UNKNOWN')
      expect((await put(good, ociImage, word)).status).toBe(201)
      expect(outcomeOf(await ask(victim(), { target: `/v2/${word.toLowerCase()}/tags/list` }))).toMatch(/^40[04]/)
    },
  )
})

describe('what is no manifest is refused, whatever it is pushed as', () => {
  const bodies = [
    '',
    'null',
    '{}',
    '[]',
    'true',
    '0',
    '""',
    '{',
    '\u0000',
    '\ufeff{}',
    '{"schemaVersion":1}',
    '<a/>',
    'a: 1',
    '{"schemaVersion":2,}',
    "{'schemaVersion':2}",
    '{"schemaVersion":NaN}',
  ]
  const types = [
    ociImage,
    ociIndex,
    'application/json',
    '',
    'text/html',
    '*/*',
    '__proto__',
    'application/vnd.docker.distribution.manifest.v1+prettyjws',
    'x'.repeat(50_000),
  ]
  it.each(bodies)('%j', async (body) => {
    for (const type of types) {
      const answer = await put(body, type)
      expect(faultsOf(answer, victim())).toEqual([])
      expect(outcomeOf(answer)).toBe(invalid)
    }
  })

  it.each([-1, 1.5, 1e300, '5', null, true, [], {}, Number.MAX_SAFE_INTEGER * 2])('a size of %j', async (size) => {
    const body = JSON.stringify(artifactManifest({ layers: [{ ...descriptor, size }] }))
    expect(outcomeOf(await put(body))).toBe(invalid)
  })

  it('a good manifest under another digest', async () => {
    const good = JSON.stringify(artifactManifest())
    expect(outcomeOf(await put(good, ociImage, digestOf('other')))).toBe('400 DIGEST_INVALID')
    expect(outcomeOf(await put(good, ociImage, `${digestOf(good)}?tag=a&tag=../..`))).toBe('400 TAG_INVALID')
  })
})
