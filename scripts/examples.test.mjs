import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from '@moorage/object-store-emulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runPnpm } from './support/pnpm.mjs'
import { node, readManifest, root } from './support/repository.mjs'
import { runProgram } from './support/run-program.mjs'

const packages = ['driver-core', 'driver-cos']
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

test('cos: a program that has the packed driver alone stores a file and reads it', { timeout: 120_000 }, async () => {
  const project = await installExample('cos')
  const [account, bucket] = [{ id: 'example', secret: 'of the example' }, 'images-1250000000']
  await using emulator = await startEmulator({
    accounts: [account],
    buckets: [{ service: 'cos', name: bucket, region: 'ap-guangzhou' }],
  })
  /** @param {string} secret */
  const run = (secret) =>
    runProgram(node, [join(project, 'store-a-file.js')], {
      environment: {
        COS_SECRET_ID: account.id,
        COS_SECRET_KEY: secret,
        COS_REGION: 'ap-guangzhou',
        COS_BUCKET: bucket,
        COS_ENDPOINT: emulator.url,
      },
    })

  expect(await run(account.secret)).toEqual({
    succeeded: true,
    output: [
      'directory /greetings',
      'file /greetings/hello',
      'COS!',
      `For a minute anybody may fetch it from ${bucket}.cos.ap-guangzhou.myqcloud.com`,
      '',
    ].join('\n'),
  })
  expect(emulator.bucket('cos', bucket).objects()).toEqual([])

  const refused = await run('another')
  expect(refused.succeeded).toBe(false)
  expect(refused.output).toContain('secretkey')
  expect(refused.output).not.toContain('another')
})
