import { expect, it } from 'vitest'
import { loadConfiguration } from '../config/load-configuration.ts'
import { problemsOf, temporaryFile } from '../config/testing/load-text.ts'
import { checkConfiguration } from './check-configuration.ts'
import { convertConfiguration } from './convert-configuration.ts'

type Environment = Readonly<Record<string, string>>

async function convert(
  file: string | undefined,
  environment: Environment = {},
): Promise<{ stdout: string; stderr: string }> {
  const output = { stdout: '', stderr: '' }
  const print = (text: string): string => (output.stdout += text)
  const printError = (text: string): string => (output.stderr += text)
  expect(await convertConfiguration(file, { environment, print, printError })).toBe(0)
  return output
}

const flavours = `
common: &common
  loglevel: warn
  debug: true
dev:
  <<: *common
  storage: local
  storage_path: yes
oss: &oss
  <<: *common
  storage: alioss
  storage_path: _env:STORAGE_PATH:/devregistry/
  oss_bucket: _env:OSS_BUCKET
  oss_accessid: _env:OSS_KEY
  oss_accesskey: _env:OSS_SECRET
  storage_redirect: true
s3:
  <<: *common
  storage: s3
  s3_bucket: "0123"
  s3_secret_key: "a: b # c"
`

it.each([
  ['the flavour dev', true, {}],
  ['the flavour s3', true, { SETTINGS_FLAVOR: 's3' }],
  [
    'the flavour oss, with variables',
    true,
    { SETTINGS_FLAVOR: 'oss', OSS_BUCKET: 'images', OSS_KEY: '0123', OSS_SECRET: '*&!%@' },
  ],
  ['the environment alone', false, { SETTINGS_FLAVOR: 'oss', OSS_BUCKET: 'images', OSS_KEY: 'on', OSS_SECRET: '{a}' }],
  [
    'what a variable overrides',
    true,
    { REGISTRY_PORT: '8080', REGISTRY_LOG_LEVEL: 'debug', REGISTRY_STORAGE_DELETE_ENABLED: 'false' },
  ],
])('gives the same configuration when it is read again: %s', async (_, isFile, environment) => {
  const variables = environment as Environment
  const file = isFile ? await temporaryFile('old.yml', flavours) : undefined
  const { stdout } = await convert(file, variables)
  const converted = await temporaryFile('new.yml', stdout)
  const before = await loadConfiguration({ file, environment: variables })
  const overrides = Object.entries(variables).filter(([name]) => /^REGISTRY_(?!PORT)/.test(name))
  const after = await loadConfiguration({ file: converted, environment: Object.fromEntries(overrides) })
  expect(after.configuration).toEqual(before.configuration)
  expect(after.warnings).toEqual([])
})

it('leaves to the variables of today what they override', async () => {
  const { stdout } = await convert(await temporaryFile('old.yml', flavours), { REGISTRY_LOG_LEVEL: 'debug' })
  expect(stdout).toContain('level: warn')
})

it('begins with where it comes from, what has no effect, and how to keep secrets elsewhere', async () => {
  const file = await temporaryFile('old.yml', flavours)
  const { stdout, stderr } = await convert(file, { SETTINGS_FLAVOR: 's3' })
  expect(stdout.replace(file, 'FILE').split('\n').slice(0, 6)).toEqual([
    '# Converted from the v1 flavour s3 of FILE.',
    '# s3_region is not set: taken as us-east-1, as in v1',
    '# without effect here, of the v1 flavour s3: debug',
    '# This file holds secrets: secretkey of storage.s3. They may be removed here, and each be read',
    '# from a file of its own that a variable names: REGISTRY_STORAGE_S3_SECRETKEY_FILE.',
    'version: 0.1',
  ])
  expect(stderr).toBe(
    'registry: s3_region is not set: taken as us-east-1, as in v1\nregistry: without effect here, of the v1 flavour s3: debug\n',
  )
})

it('is on one line for each comment, whatever a name holds', async () => {
  const file = await temporaryFile('old.yml', 'dev: {storage: local, "a\\nhttp: {addr: evil}\\n": 1}\n')
  expect((await convert(file)).stdout).not.toMatch(/^http: \{addr/m)
})

it.each([
  ['version: 0.1\nstorage: inmemory\n', {}, 'holds no flavours of v1: there is nothing to convert'],
  ['dev: {storage: local}\n', { REGISTRY_PORT: 'nowhere' }, 'http.addr: expected host:port'],
  ['dev: {storage: s3}\n', {}, 'dev.s3_bucket: expected the name of a bucket'],
])(
  'refuses what is no v1 configuration, and one that no registry would start with: %j',
  async (text, environment, message) => {
    const file = await temporaryFile('config.yml', text)
    expect((await problemsOf(convert(file, environment as Environment)))[0]).toContain(message)
  },
)

it('refuses to convert nothing', async () => {
  expect(await problemsOf(convert(undefined))).toEqual([
    'there is nothing to convert: name a file, or set SETTINGS_FLAVOR',
  ])
})

it('is what config check shows, which masks secrets and adds the defaults', async () => {
  let printed = ''
  const print = (text: string): string => (printed += text)
  const file = await temporaryFile('old.yml', flavours)
  await checkConfiguration(file, { environment: {}, print, printError: print })
  expect(printed.replace(file, 'FILE')).toMatch(
    /^# From the v1 flavour dev of FILE\nversion: 0\.1\nlog:\n {2}level: warn\n/,
  )
  expect(printed).toContain('  filesystem:\n    rootdirectory: "yes"\n')
  expect(printed.split('\n').slice(-2)).toEqual(['# without effect here, of the v1 flavour dev: debug', ''])
})
