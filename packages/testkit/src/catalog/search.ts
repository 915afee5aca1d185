import { expect } from 'vitest'
import type { CatalogCase } from './catalog-case.ts'
import { namesOf, numberedNames } from './names.ts'

const names = ['app', 'team/app', 'team/app-two', 'team/a_pp', 'team/other', 'x.y']

export const searchCases: readonly CatalogCase[] = [
  {
    title: 'a search finds the names that contain its term, in byte order',
    run: async ({ catalog }) => {
      await catalog.add(names.toReversed())
      const find = async (term: string): Promise<readonly string[]> =>
        namesOf((await catalog.search({ term, offset: 0, limit: 10 })).entries)
      expect(await find('app')).toEqual(['app', 'team/app', 'team/app-two'])
      expect(await find('team/')).toEqual(['team/a_pp', 'team/app', 'team/app-two', 'team/other'])
      expect(await find('-two')).toEqual(['team/app-two'])
      expect(await find('nothing')).toEqual([])
      expect(await find('')).toEqual(['app', 'team/a_pp', 'team/app', 'team/app-two', 'team/other', 'x.y'])
    },
  },
  {
    title: 'a search does not care for case',
    run: async ({ catalog }) => {
      await catalog.add(names)
      const { entries } = await catalog.search({ term: 'TEAM/App', offset: 0, limit: 10 })
      expect(namesOf(entries)).toEqual(['team/app', 'team/app-two'])
    },
  },
  {
    title: 'text with a meaning to a database is only text in a search',
    run: async ({ catalog }) => {
      await catalog.add(names)
      const find = async (term: string): Promise<readonly string[]> =>
        namesOf((await catalog.search({ term, offset: 0, limit: 10 })).entries)
      expect(await find('_')).toEqual(['team/a_pp'])
      expect(await find('.')).toEqual(['x.y'])
      for (const term of ['%', '*', 'app%', '\\', '\\_', `'`, '"', `' OR '1'='1`, '[a]', '\u0000', '\u{1f40b}']) {
        expect(await find(term)).toEqual([])
      }
    },
  },
  {
    title: 'pages of a search lead through all that match, and each says how many there are',
    run: async ({ catalog }) => {
      await catalog.add([...numberedNames(120), 'other'])
      const found: string[] = []
      for (let offset = 0; offset < 125; offset += 25) {
        const { entries, total } = await catalog.search({ term: 'r00', offset, limit: 25 })
        expect(total).toBe(120)
        found.push(...namesOf(entries))
      }
      expect(found).toEqual(numberedNames(120))
      expect(await catalog.search({ term: 'r00', offset: 500, limit: 25 })).toEqual({ entries: [], total: 120 })
    },
  },
]
