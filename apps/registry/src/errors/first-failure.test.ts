import { afterEach, expect, it, vi } from 'vitest'
import { startTestRegistry } from '../testing/start-test-registry.ts'
import { firstFailure } from './first-failure.ts'

afterEach(() => vi.unstubAllGlobals())

const first = new Error('the disk is gone')
const second = new Error('the file cannot be closed')
const third = new Error('the folder cannot be closed')

it('is an error that stands alone', () => {
  expect(firstFailure(first)).toBe(first)
  expect(firstFailure('a text')).toBe('a text')
})

it('is the one that others followed', () => {
  expect(firstFailure(new SuppressedError(third, new SuppressedError(second, first)))).toBe(first)
})

it('is found in what the compiler throws on Node 22', () => {
  const thrown = Object.assign(new Error('An error was suppressed during disposal.'), {
    name: 'SuppressedError',
    error: second,
    suppressed: first,
  })
  expect(firstFailure(thrown)).toBe(first)
})

it('needs no SuppressedError of Node: a registry answers what it refuses', async () => {
  vi.stubGlobal('SuppressedError', undefined)
  await using registry = await startTestRegistry()
  expect((await registry.fetch('/v2/nothing/manifests/latest')).status).toBe(404)
})
