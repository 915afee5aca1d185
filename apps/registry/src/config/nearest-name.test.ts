import { expect, it } from 'vitest'
import { nearestName } from './nearest-name.ts'

it.each([
  ['adr', 'addr'],
  ['prefxi', 'prefix'],
  ['Secret', 'secret'],
  ['headres', 'headers'],
])('%s was meant to be %s', (name, meant) => {
  expect(nearestName(name, ['addr', 'prefix', 'secret', 'headers'])).toBe(meant)
})

it('finds nothing where nothing is near', () => {
  expect(nearestName('frobnicate', ['addr', 'prefix'])).toBeUndefined()
  expect(nearestName('', ['addr'])).toBeUndefined()
})
