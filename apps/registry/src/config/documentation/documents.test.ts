import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { configurationPage } from './configuration-page.ts'
import { documents } from './documents.ts'

it.each(documents)(
  '$file.pathname is what the schema gives; if not, run "pnpm run docs:configuration"',
  async ({ file, text }) => {
    expect(await readFile(file, 'utf8')).toBe(text())
  },
)

it('the page has a row for a key, with its default and its variable', () => {
  const row =
    configurationPage()
      .split('\n')
      .find((line) => line.includes('`http.draintimeout`')) ?? ''
  expect(row.split('|').map((cell) => cell.trim())).toEqual([
    '',
    '`http.draintimeout`',
    'duration',
    '`0s`',
    '`REGISTRY_HTTP_DRAINTIMEOUT`',
    'Time that running requests get at a stop; 0s waits for none.',
    '',
  ])
})
