import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { artifactManifest, descriptorOf } from '../../src/testing/manifests.ts'
import { pushBlob, putManifest } from '../../src/testing/push.ts'
import { main } from '../support/site.ts'
import { Victim } from './support/victim.ts'

/** Each takes a backtracking engine longer than the universe has lasted. */
const nested = [
  '^(a+)+$',
  '^(a|a)*$',
  '^(a|aa)+$',
  '(.*)*x',
  '([a-z]+)*\\d',
  '^(?:a?){50}a{50}$',
  '(a*)*b',
  '^((a+)+)+$',
]
const hostileUrl = `https://example.org/${'a'.repeat(50_000)}!`

async function pushWithUrl(victim: Victim, url: string): Promise<number> {
  const layer = descriptorOf('elsewhere', 'application/vnd.oci.image.layer.nondistributable.v1.tar', { urls: [url] })
  const { response } = await putManifest(victim, 'team/app', 'latest', artifactManifest({ layers: [layer] }))
  return response.status
}

describe('a pattern of the configuration cannot hang the registry', () => {
  it.each(['allow', 'deny'])('among those that %s', async (list) => {
    const patterns = nested.map((pattern) => `'${pattern}'`).join(', ')
    await using victim = await Victim.start({
      sections: [`validation: { manifests: { urls: { ${list}: [${patterns}] } } }`],
    })
    await pushBlob(victim, 'team/app', '{}')
    const beginning = performance.now()
    for (const url of [hostileUrl, `https://example.org/${'ab'.repeat(20_000)}`]) {
      expect([201, 400]).toContain(await pushWithUrl(victim, url))
      expect((await victim.fetch('/v2/')).status).toBe(200)
    }
    expect(performance.now() - beginning).toBeLessThan(5000)
  })
})

async function check(lines: readonly string[]): Promise<{ status: number; output: string }> {
  await using folder = await createTemporaryFolder()
  const path = join(folder.path, 'configuration.yml')
  await writeFile(path, lines.join('\n'))
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [main, 'config', 'check', path], {
      timeout: 10_000,
    })
    return { status: 0, output: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, output: stdout + stderr }
  }
}

describe('a configuration that is a bomb is refused with a sentence, at once', () => {
  const aliases = Array.from({ length: 30 }, (_, index) => {
    const before = index === 0 ? 'x' : `*a${index - 1},`.repeat(10)
    return `  a${index}: &a${index} [${before}]`
  })
  const merges = Array.from({ length: 30 }, (_, index) => {
    const before = index === 0 ? 'x: 1' : Array.from({ length: 10 }, (__, key) => `k${key}: *m${index - 1}`).join(', ')
    return `  m${index}: &m${index} {${before}}`
  })
  it.each<[string, string[]]>([
    ['of aliases', ['version: 0.1', 'log:', ' fields:', ...aliases.map((line) => ` ${line}`)]],
    ['of maps', ['version: 0.1', 'log:', ' fields:', ...merges.map((line) => ` ${line}`)]],
    ['that names itself', ['version: 0.1', 'log: &log', '  fields: { log: *log }']],
    ['of brackets', [`version: ${'['.repeat(20_000)}`]],
    [
      'of keys of objects',
      ['version: 0.1', '__proto__: { polluted: true }', 'constructor: { prototype: { polluted: true } }'],
    ],
  ])('%s', async (_, lines) => {
    const { status, output } = await check(lines)
    expect(status).toBe(1)
    expect(output.length).toBeLessThan(5000)
    expect(output).not.toMatch(/\n\s+at |heap|RangeError/)
  })
})
