import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createDriver, loadDriver } from './index.ts'

/** A definition as a package without dependencies could export it; `options` takes all parameters but `wrong`. */
const definitionSource = (name: string): string => `
export default {
  name: '${name}',
  contractVersion: 1,
  options: {
    safeParse: (parameters) => 'wrong' in parameters
      ? { success: false, error: { issues: [{ code: 'unrecognized_keys', keys: ['wrong'], path: [] }] } }
      : { success: true, data: parameters },
  },
  create: async (parameters, context) => ({
    name: '${name}',
    capabilities: { redirect: false, move: 'atomic', append: 'none', listing: 'strong' },
    stat: async (path) => ({ kind: 'file', path, size: parameters.size ?? 0, modifiedAt: new Date(0) }),
    userAgent: context.userAgent,
  }),
}
`

let folder: string

const addPackage = async (name: string, source: string): Promise<void> => {
  const place = join(folder, 'node_modules', name)
  await mkdir(place, { recursive: true })
  const manifest = { name, version: '1.0.0', type: 'module', exports: './index.js' }
  await writeFile(join(place, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(place, 'index.js'), source)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-driver-'))
  await addPackage('@moorage/driver-cos', definitionSource('cos'))
  await addPackage('@moorage/driver-memory', definitionSource('memory'))
  await addPackage('@moorage/driver-s3', definitionSource('s3'))
  await addPackage('@moorage/driver-oss', definitionSource('oss'))
  await addPackage('@someone/their-driver', definitionSource('theirs'))
  await addPackage('@someone/no-driver', 'export default { name: "no" }')
  await addPackage('@someone/older-driver', 'export default { contractVersion: 0, options: {}, create() {} }')
  await addPackage('@someone/without-default', 'export const name = "x"')
  await addPackage('@someone/broken-driver', 'throw new Error("broken inside")')
  await addPackage('@someone/incomplete-driver', 'import "a-package-that-it-forgot"')
  await writeFile(join(folder, 'own-driver.mjs'), definitionSource('own'))
})

afterAll(() => rm(folder, { recursive: true }))

const load = (name: string): Promise<{ name: string }> => loadDriver(name, { from: [folder] })

describe('loading a driver', () => {
  test.each([
    ['cos', 'cos'],
    ['inmemory', 'memory'],
    ['s3aws', 's3'],
    ['alioss', 'oss'],
    ['@someone/their-driver', 'theirs'],
    ['./own-driver.mjs', 'own'],
  ])('%s is the driver %s', async (name, expected) => {
    expect((await load(name)).name).toBe(expected)
  })

  test('a file may be named by its whole path', async () => {
    expect((await load(join(folder, 'own-driver.mjs'))).name).toBe('own')
  })

  test('places are searched in their order, and may be file URLs', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'load-driver-empty-'))
    const url = pathToFileURL(join(folder, 'main.js')).href
    expect((await loadDriver('cos', { from: [empty, url] })).name).toBe('cos')
    await rm(empty, { recursive: true })
  })

  test('a package that is not installed is an error that says how to install it', async () => {
    await expect(load('azure')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('run "npm install @moorage/driver-azure"'),
    })
    await expect(load('@someone/absent')).rejects.toThrow('the package @someone/absent is not installed')
  })

  test.each(['@someone/no-driver', '@someone/older-driver', '@someone/without-default'])(
    '%s, which is no driver of this contract, is refused',
    async (name) => {
      await expect(load(name)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(`${name} is no driver`),
      })
    },
  )

  test('a driver that fails while it is loaded is an error with its reason', async () => {
    const call = load('@someone/broken-driver')
    await expect(call).rejects.toThrow('the package @someone/broken-driver could not be loaded: broken inside')
    await expect(call).rejects.toMatchObject({ code: 'CONFIG_INVALID', cause: expect.any(Error) })
  })

  test('a driver that lacks a package of its own does not count as missing itself', async () => {
    await expect(load('@someone/incomplete-driver')).rejects.toThrow(/could not be loaded: .*a-package-that-it-forgot/)
  })

  test('a file that is missing is an error with its name', async () => {
    await expect(load('./absent.mjs')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('absent.mjs'),
    })
  })
})

describe('creating a driver', () => {
  const create = (parameters: unknown): ReturnType<typeof createDriver> =>
    createDriver('cos', parameters, {}, { from: [folder] })

  test('hands the parameters on, and none as an empty mapping', async () => {
    expect(await (await create({ size: 7 })).stat('/file')).toMatchObject({ size: 7 })
    expect(await (await create(null)).stat('/file')).toMatchObject({ size: 0 })
  })

  test('takes the definition that a package exports as well as its name', async () => {
    const definition = await loadDriver('cos', { from: [folder] })
    expect(await (await createDriver(definition, { size: 7 })).stat('/file')).toMatchObject({ size: 7 })
  })

  test('refuses wrong parameters', async () => {
    await expect(create({ wrong: 1 })).rejects.toThrow('cos: unknown parameter wrong')
  })

  test('checks every path before it reaches the driver', async () => {
    const driver = await create({})
    await expect(driver.stat('/../file')).rejects.toMatchObject({ code: 'INVALID_PATH' })
  })
})
