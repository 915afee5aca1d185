import { expect, it } from 'vitest'
import { PlainScalar } from '../plain-scalar.ts'
import { environmentValue } from './environment-value.ts'

const environment = { NAME: 'from outside', EMPTY: '', NUMBER: '12', ZERO: '0123', BRACKETS: '[a, b]' }

it.each([
  ['as it is', 'as it is', undefined],
  ['_envy', '_envy', undefined],
  ['_env:NAME', 'from outside', 'NAME'],
  ['_env:NAME:default', 'from outside', 'NAME'],
  ['_env:NOWHERE:default', 'default', undefined],
  ['_env:NOWHERE:https://a.example:5000/', 'https://a.example:5000/', undefined],
  ['_env:NOWHERE:', null, undefined],
  ['_env:NOWHERE:false', false, undefined],
  ['_env:EMPTY:default', null, 'EMPTY'],
  ['_env:NUMBER', 12, 'NUMBER'],
  ['_env:ZERO', new PlainScalar(83, '0123'), 'ZERO'],
  ['_env:BRACKETS', '[a, b]', 'BRACKETS'],
  [true, true, undefined],
])('%j is %j', (written, value, variable) => {
  expect(environmentValue(written, environment)).toEqual({ state: 'found', value, variable })
})

it('a variable without a default may be missing', () => {
  expect(environmentValue('_env:NOWHERE', environment)).toEqual({ state: 'unset', variable: 'NOWHERE' })
})

it.each(['_env:', '_env::a', '_env:A B', '_env:OSS_BUCKET[:default_value]'])('%s names no variable', (written) => {
  expect(environmentValue(written, environment)).toEqual({ state: 'malformed' })
})
