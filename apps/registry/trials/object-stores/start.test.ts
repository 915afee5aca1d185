import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { defaultAccount } from '@moorage/object-store-emulator'
import { describe, expect, test } from 'vitest'
import { startDaemon } from '../../clients/support/daemon.ts'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { errorCodes } from '../../src/testing/push.ts'
import { main } from '../support/site.ts'
import { type EmulatedStore, startEmulatedStore } from './support/emulated-store.ts'
import { kindOf, storeKinds } from './support/store-kinds.ts'
import { configurationOf, environmentOf, startStoreSite } from './support/store-site.ts'

interface FailedStart {
  readonly exitCode: number | null
  readonly output: string
}

/** Starts a registry that cannot start. */
async function failToStart(parameters: readonly string[], environment: Record<string, string>): Promise<FailedStart> {
  const child = spawn(process.execPath, [main, 'serve', ...parameters], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [[exitCode], ...outputs] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    text(child.stdout),
    text(child.stderr),
  ])
  return { exitCode, output: outputs.join('') }
}

describe.each(storeKinds)('a start on $name that fails', (kind) => {
  const { id, secret } = kind.keyParameters
  const wrong: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    [
      'a bucket that is missing',
      { bucket: `other-${kind.bucket}` },
      new RegExp(`^${kind.name}: there is no bucket other-${kind.bucket}`),
    ],
    ['an unknown key', { [id]: 'nobody' }, new RegExp(`^${kind.name}: .*parameter ${id}`)],
    ['a wrong secret', { [secret]: 'a-wrong-one' }, new RegExp(`^${kind.name}: .*parameter ${secret}`)],
    ['no region', { region: '' }, /^\w+: (?:parameter region: |.*correct the parameter region)/],
    ['a chunk size out of bounds', { chunksize: '1' }, /^\w+: parameter chunksize: expected/],
    ['a parameter that there is not', { bukket: 'a' }, /^\w+: unknown parameter bukket$/],
    ['nobody at the endpoint', { endpoint: 'http://127.0.0.1:9' }, /^\w+: 127\.0\.0\.1:9 cannot be reached/],
  ]

  /** The one sentence of a failed start; all that it printed where that is more, or shows a secret. */
  const sentenceOf = ({ exitCode, output }: FailedStart): string => {
    const [, sentence] = /^registry: the storage cannot be opened: (.+)\n$/.exec(output) ?? []
    const isSafe = !output.includes(defaultAccount.secret) && !output.includes('a-wrong-one')
    return exitCode === 1 && sentence !== undefined && isSafe ? sentence : `${exitCode}: ${output}`
  }

  test.each(wrong)('says so in a sentence: %s, by a file', async (_, parameters, sentence) => {
    await using store = await startEmulatedStore(kind)
    await using folder = await createTemporaryFolder()
    const file = join(folder.path, 'config.yml')
    await writeFile(file, configurationOf(store, { parameters }))
    expect(sentenceOf(await failToStart([file], {}))).toMatch(sentence)
  })

  test('says which parameter is missing, by the environment', async () => {
    await using store = await startEmulatedStore(kind)
    const environment = environmentOf(store, {})
    const name = `REGISTRY_STORAGE_${kind.name}_${secret}`.toUpperCase()
    delete environment[name]
    expect(sentenceOf(await failToStart([], environment))).toMatch(new RegExp(`^${kind.name}: parameter ${secret}: `))
  })
})

describe.each(storeKinds)('a registry whose bucket goes away, on $name', (kind) => {
  test('says that it is not healthy, and is well again with it', async () => {
    await using store: EmulatedStore = await startEmulatedStore(kind)
    await using site = await startStoreSite(store, { healthInterval: '100ms' })
    const status = async (): Promise<number> => (await site.fetch('/v2/')).status
    expect(await status()).toBe(200)
    store.emulator.faults.add({ count: 'always', fault: { kind: 'error', code: 'AccessDenied', status: 403 } })
    await expect.poll(status, { timeout: 20_000 }).toBe(503)
    expect(await errorCodes(await site.fetch('/v2/'))).toEqual(['UNAVAILABLE'])
    store.emulator.faults.clear()
    await expect.poll(status, { timeout: 20_000 }).toBe(200)
    // One small request each time.
    expect(new Set(store.emulator.requests.list().map(({ operation }) => operation))).toEqual(
      new Set(['GetBucket', 'HeadObject']),
    )
  })
})

describe('SCS by the variables of its parameters alone', () => {
  const required = ['ACCESSKEY', 'SECRETKEY', 'REGION', 'BUCKET']

  /** Neither a file nor `REGISTRY_STORAGE` names the driver. */
  const onlyParameters = (store: EmulatedStore): Record<string, string> => {
    const environment = environmentOf(store, {})
    return Object.fromEntries(Object.entries(environment).filter(([name]) => name !== 'REGISTRY_STORAGE'))
  }

  test.each(required)('does not start without %s, and says so', async (missing) => {
    await using store = await startEmulatedStore(kindOf('scs'))
    const { [`REGISTRY_STORAGE_SCS_${missing}`]: _, ...environment } = onlyParameters(store)
    const { exitCode, output } = await failToStart([], environment)
    expect([exitCode, output]).toEqual([
      1,
      expect.stringMatching(
        `^registry: the storage cannot be opened: scs: parameter ${missing.toLowerCase()}: expected`,
      ),
    ])
  })

  test('starts with all four', async () => {
    await using store = await startEmulatedStore(kindOf('scs'))
    await using folder = await createTemporaryFolder()
    await using daemon = await startDaemon(process.execPath, [main, 'serve'], {
      workingFolder: folder.path,
      environment: onlyParameters(store),
      readyPattern: /listening on (http:\/\/127\.0\.0\.1:\d+)/,
    })
    expect((await fetch(`${daemon.ready[1]}/v2/`)).status).toBe(200)
    expect(store.emulator.requests.count('GetBucket')).toBeGreaterThan(0)
  })
})
