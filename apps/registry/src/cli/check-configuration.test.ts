import { expect, it } from 'vitest'
import { temporaryFile } from '../config/testing/load-text.ts'
import { checkConfiguration } from './check-configuration.ts'

async function check(text: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  let printed = ''
  const print = (more: string): string => (printed += more)
  const file = await temporaryFile('config.yml', `version: 0.1\n${text}`)
  expect(await checkConfiguration(file, { environment, print, printError: print })).toBe(0)
  return printed.replace(file, 'FILE')
}

it("prints what would be used, the driver's defaults too, with secrets masked", async () => {
  const printed = await check('storage: {filesystem: {rootdirectory: /a}}\nhttp: {secret: hunter2}\n')
  expect(printed).toMatch(/^# From FILE\nversion: 0\.1\n/)
  expect(printed).toContain('  filesystem:\n    rootdirectory: /a\n    maxthreads: 100\n')
  expect(printed).toContain('age: 168h')
  expect(printed).not.toContain('hunter2')
})

it("prints a catalog's options as a file may have them", async () => {
  const printed = await check('storage: inmemory\ncatalog: {sqlite: {path: /names.db}}\n')
  expect(printed).toContain('  sqlite:\n    path: /names.db\n    busytimeout: 5s\n')
  expect(await check(printed.replace(/^#.*\nversion: 0\.1\n/, ''))).toContain('busytimeout: 5s')
})

it('ends with what has no effect', async () => {
  const printed = await check('storage: inmemory\nvalidation: {enabled: true}\n', { REGISTRY_FROBNICATE: 'a' })
  expect(printed.split('\n').slice(-3)).toEqual([
    '# REGISTRY_FROBNICATE has no effect: there is no key frobnicate',
    '# validation.enabled has no effect',
    '',
  ])
})

it('ends with what has no effect in the DSN of a catalog', async () => {
  const dsn = 'u:hunter2@tcp(127.0.0.1:3306)/registry?interpolateParams=true&parseTime=true'
  const printed = await check(`storage: inmemory\ncatalog: {mysql: {dsn: "${dsn}"}}\n`)
  expect(printed.split('\n').slice(-2)).toEqual([
    "# the DSN's parameter interpolateParams is not used: values are always sent apart from statements",
    '',
  ])
  expect(printed).not.toContain('hunter2')
})

it.each([
  ['storage: {filesystem: {rootdirectori: /a}}', 'unknown parameter rootdirectori'],
  ['storage: {nonesuch: }', 'the package @moorage/driver-nonesuch is not installed'],
  ['storage: {./nonesuch.js: }', 'could not be loaded'],
  ['storage: inmemory\nhttp: {addr: a}', 'http.addr: expected host:port'],
])('refuses what a start would refuse: %s', async (text, message) => {
  await expect(check(text)).rejects.toThrow(message)
})
