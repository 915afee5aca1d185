import { setImmediate } from 'node:timers/promises'
import { expect } from 'vitest'
import type { CatalogCase } from './catalog-case.ts'
import { longName, namesOf, numberedNames, siblingNames, walk } from './names.ts'

export const listCases: readonly CatalogCase[] = [
  {
    title: 'an empty catalog lists nothing',
    run: async ({ catalog }) => {
      expect(await catalog.list({ limit: 10 })).toEqual({ entries: [], more: false })
      expect(await catalog.list({ after: 'a', limit: 10 })).toEqual({ entries: [], more: false })
    },
  },
  {
    title: 'names are listed in byte order, however they came in',
    run: async ({ catalog }) => {
      await catalog.add(siblingNames.toReversed())
      expect(await walk(catalog)).toEqual(siblingNames)
    },
  },
  {
    title: 'pages of any size lead through all names without a gap or a repetition',
    run: async ({ catalog }) => {
      await catalog.add(siblingNames)
      for (const limit of [1, 2, 3, 7, siblingNames.length - 1, siblingNames.length, siblingNames.length + 1]) {
        expect(await walk(catalog, limit)).toEqual(siblingNames)
      }
    },
  },
  {
    title: 'a page says whether more follow',
    run: async ({ catalog }) => {
      await catalog.add(['a', 'b', 'c'])
      expect((await catalog.list({ limit: 2 })).more).toBe(true)
      expect((await catalog.list({ limit: 3 })).more).toBe(false)
      expect((await catalog.list({ after: 'a', limit: 2 })).more).toBe(false)
    },
  },
  {
    title: 'a page begins behind a name that need not exist',
    run: async ({ catalog }) => {
      await catalog.add(siblingNames)
      const first = async (after: string): Promise<string | undefined> =>
        (await catalog.list({ after, limit: 1 })).entries[0]?.name
      expect(await first('a')).toBe('a--b')
      expect(await first('a-')).toBe('a--b')
      expect(await first('a-z')).toBe('a.b')
      expect(await first('a/')).toBe('a/b')
      expect(await first('a/zzz')).toBe('a0')
      expect(await first('a_')).toBe('a__b')
      expect(await first('A')).toBe('a')
      expect(await first('zz')).toBeUndefined()
      expect(await first('~')).toBeUndefined()
    },
  },
  {
    title: 'text with a meaning to a database is only text in a place to begin',
    run: async ({ catalog }) => {
      await catalog.add(['a', 'b'])
      for (const after of [
        `'`,
        `"`,
        '\\',
        '%',
        '_',
        `' OR '1'='1`,
        '\u0000',
        '\u00fc',
        '\u{1f40b}',
        'x'.repeat(5000),
      ]) {
        const { entries } = await catalog.list({ after, limit: 10 })
        expect(['a', 'b']).toEqual(expect.arrayContaining([...namesOf(entries)]))
      }
    },
  },
  {
    title: 'a name of 255 bytes is kept whole',
    run: async ({ catalog }) => {
      await catalog.add([longName, longName.slice(0, -1)])
      expect(await walk(catalog)).toEqual([longName.slice(0, -1), longName])
    },
  },
  {
    title: 'what is listed while others come and go has every name that stays',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const stable = numberedNames(2500)
      const passing = Array.from({ length: 50 }, (_, index) => `r0${index}-passing`)
      await catalog.add(stable)
      const other = await reopen()
      const others = { done: false }
      const coming = (async () => {
        while (!others.done) {
          await other.add(passing)
          await other.remove(passing)
          await setImmediate()
        }
      })()
      try {
        for (let round = 0; round < 3; round += 1) {
          const seen = await walk(catalog, 100)
          expect(seen.filter((name) => !name.endsWith('-passing'))).toEqual(stable)
        }
      } finally {
        others.done = true
        await coming
      }
    },
  },
]
