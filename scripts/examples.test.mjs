import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from '@moorage/object-store-emulator'
import { findMariaDbSkipReason, startMariaDb } from '@moorage/testkit/programs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runPnpm } from './support/pnpm.mjs'
import { node, readManifest, root } from './support/repository.mjs'
import { runProgram } from './support/run-program.mjs'

const packages = 'part-loader driver-core driver-cos driver-oss driver-s3 driver-scs catalog-core catalog-mysql'.split(
  ' ',
)
const folder = mkdtempSync(join(tmpdir(), 'moorage-examples-'))

beforeAll(async () => {
  const filters = packages.flatMap((name) => ['--filter', `@moorage/${name}`])
  await runPnpmOrFail([...filters, 'pack', '--pack-destination', folder])
}, 60_000)

afterAll(() => rmSync(folder, { recursive: true }))

/** @param {string[]} parameters */
async function runPnpmOrFail(parameters) {
  const { succeeded, output } = await runPnpm(parameters)
  if (!succeeded) throw new Error(output)
}

/**
 * Copies an example out of the workspace and installs it there, with the tarballs that would be published.
 * @param {string} example
 */
async function installExample(example) {
  const project = join(folder, example)
  cpSync(join(root, 'examples', example), project, { recursive: true })
  const tarballs = packages.map((name) => [
    `@moorage/${name}`,
    `file:${join(folder, `moorage-${name}-${readManifest(`packages/${name}`).version}.tgz`)}`,
  ])
  writeFileSync(join(project, 'pnpm-workspace.yaml'), JSON.stringify({ overrides: Object.fromEntries(tarballs) }))
  await runPnpmOrFail(['--dir', project, 'install', '--prefer-offline', '--ignore-scripts'])
  return project
}

const account = { id: 'example', secret: 'of the example' }

const examples = /** @type {const} */ ([
  {
    service: 'cos',
    bucket: { name: 'images-1250000000', region: 'ap-guangzhou' },
    /** @param {string} secret */
    environment: (secret) => ({
      COS_SECRET_ID: account.id,
      COS_SECRET_KEY: secret,
      COS_REGION: 'ap-guangzhou',
      COS_BUCKET: 'images-1250000000',
    }),
    endpoint: 'COS_ENDPOINT',
    printed: [
      'directory /greetings',
      'file /greetings/hello',
      'COS!',
      'For a minute anybody may fetch it from images-1250000000.cos.ap-guangzhou.myqcloud.com',
    ],
    secretParameter: 'secretkey',
  },
  {
    service: 'oss',
    bucket: { name: 'images', region: 'cn-hangzhou' },
    /** @param {string} secret */
    environment: (secret) => ({
      OSS_ACCESS_KEY_ID: account.id,
      OSS_ACCESS_KEY_SECRET: secret,
      OSS_REGION: 'oss-cn-hangzhou',
      OSS_BUCKET: 'images',
    }),
    endpoint: 'OSS_ENDPOINT',
    printed: [
      'Hello, OSS!',
      'file /greetings/moved',
      'For a minute anybody may fetch it from images.oss-cn-hangzhou.aliyuncs.com',
    ],
    secretParameter: 'accesskeysecret',
  },
  {
    service: 'scs',
    bucket: { name: 'images', region: 'bjcnc' },
    /** @param {string} secret */
    environment: (secret) => ({
      SCS_ACCESS_KEY: account.id,
      SCS_SECRET_KEY: secret,
      SCS_REGION: 'bjcnc',
      SCS_BUCKET: 'images',
    }),
    endpoint: 'SCS_ENDPOINT',
    printed: [
      'directory /greetings',
      'file /greetings/hello',
      'SCS!',
      'For a minute anybody may fetch it from bjcnc.scs.sohucs.com',
    ],
    secretParameter: 'secretkey',
  },
])

test.each(examples)(
  '$service: a program that has the packed driver alone stores a file and reads it',
  { timeout: 120_000 },
  async ({ service, bucket, environment, endpoint, printed, secretParameter }) => {
    const project = await installExample(service)
    await using emulator = await startEmulator({ accounts: [account], buckets: [{ service, ...bucket }] })
    /** @param {string} secret */
    const run = (secret) =>
      runProgram(node, [join(project, 'store-a-file.js')], {
        environment: { ...environment(secret), [endpoint]: emulator.url },
      })

    expect(await run(account.secret)).toEqual({ succeeded: true, output: [...printed, ''].join('\n') })
    expect(emulator.bucket(service, bucket.name).objects()).toEqual([])

    const refused = await run('another')
    expect(refused.succeeded).toBe(false)
    expect(refused.output).toContain(secretParameter)
    expect(refused.output).not.toContain('another')
  },
)

test(
  'catalog-mysql: a program that has the packed catalog alone keeps names and finds them',
  { timeout: 120_000 },
  async (context) => {
    const reason = await findMariaDbSkipReason()
    if (reason !== undefined) context.skip(reason)
    const project = await installExample('catalog-mysql')
    await using mariadb = await startMariaDb()
    const { dsn, password } = await mariadb.createDatabase()
    /** @param {string} text */
    const run = (text) => runProgram(node, [join(project, 'keep-names.js')], { environment: { CATALOG_DSN: text } })

    const printed = ['team/app, pushed 2026-03-01T12:00:00.000Z', '1 added, 1 removed', 'team/app team/new', '']
    expect(await run(dsn)).toEqual({ succeeded: true, output: printed.join('\n') })

    const refused = await run(dsn.replace(password, 'another'))
    expect(refused.succeeded).toBe(false)
    expect(refused.output).toContain('ACCESS_DENIED')
    expect(refused.output).not.toContain('another')
  },
)
