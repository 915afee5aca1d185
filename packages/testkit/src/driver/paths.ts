import type { StorageDriver, StoragePath } from '@moorage/driver-core'
import { expect } from 'vitest'
import type { DriverCase } from './driver-case.ts'
import { drain, expectBytes, expectError, text } from './expectations.ts'

const validShapes = [
  '/a',
  '/2',
  '/aa',
  '/a.a',
  '/0-9/abcdefg',
  '/abcdefg/z.75',
  '/abc/1.2.3.4.5-6_zyx/123.z/4',
  '/docker/docker-registry',
  '/123.abc',
  '/abc./abc',
  '/.abc',
  '/a--b',
  '/a-.b',
  '/_.abc',
  '/Docker/docker-registry',
  '/Abc/Cba',
]

const invalidPaths = [
  '',
  'abc',
  '123.abc',
  '//bcd',
  '/abc_123/',
  '/a//b',
  '/..',
  '/a/../b',
  '/a/./b',
  '/a b',
  '/a~b',
  '/ä',
  '/a\u0000b',
  '/a\n',
  '/a%2Fb',
  '/a\\b',
]

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-'

export const pathCases: readonly DriverCase[] = [
  {
    title: 'the root is there and is a directory, even when it is empty',
    async run({ driver }) {
      await drain(driver.list('/'))
      await drain(driver.walk('/'))
      expect(await driver.stat('/')).toEqual({ kind: 'directory', path: '/' })
    },
  },
  ...validShapes.map((shape): DriverCase => ({
    title: `the path ${shape} can be written, read and found`,
    async run({ driver, folder }) {
      const path = `${folder}${shape}`
      await driver.putContent(path, text(shape))
      expectBytes(await driver.getContent(path), text(shape))
      expect(await driver.stat(path)).toMatchObject({ kind: 'file', path, size: shape.length })
    },
  })),
  {
    title: 'a name may hold every legal letter, at every place',
    async run({ driver, folder }) {
      const names = [letters, ...letters.split('').flatMap((letter) => [`${letter}x`, `x${letter}`, `x${letter}x`])]
      await Promise.all(names.map((name) => driver.putContent(`${folder}/names/${name}/file`, text(name))))
      for (const name of names) expectBytes(await driver.getContent(`${folder}/names/${name}/file`), text(name))
    },
  },
  {
    title: 'a name may have 200 letters, and a path 600',
    async run({ driver, folder }) {
      const path = `${folder}/${'a'.repeat(200)}/${'b'.repeat(200)}/${'c'.repeat(200)}`
      await driver.putContent(path, text('deep'))
      expectBytes(await driver.getContent(path), text('deep'))
    },
  },
  ...invalidPaths.map((path): DriverCase => ({
    title: `the path ${JSON.stringify(path)} is refused by every method`,
    async run({ driver, folder }) {
      const good = `${folder}/good`
      await driver.putContent(good, text('good'))
      const calls = [
        ...callsOnFiles(driver, path, good),
        () => driver.stat(path),
        () => drain(driver.list(path)),
        () => drain(driver.walk(path)),
      ]
      for (const call of calls) await expectError(driver, call(), 'INVALID_PATH')
      expectBytes(await driver.getContent(good), text('good'))
    },
  })),
  {
    title: 'the root is no file: it is neither read, written, moved nor deleted',
    async run({ driver, folder }) {
      const good = `${folder}/good`
      await driver.putContent(good, text('good'))
      for (const call of callsOnFiles(driver, '/', good)) await expectError(driver, call(), 'INVALID_PATH')
      expectBytes(await driver.getContent(good), text('good'))
    },
  },
]

/** Calls of every method that takes no directory. */
function callsOnFiles(driver: StorageDriver, path: string, other: StoragePath): (() => Promise<unknown>)[] {
  return [
    () => driver.getContent(path),
    () => driver.putContent(path, text('bad')),
    () => driver.createReader(path),
    () => driver.createWriter(path),
    () => driver.move(path, other),
    () => driver.move(other, path),
    () => driver.delete(path),
    () => driver.redirectUrl(path, { method: 'GET' }),
  ]
}
