import { expect } from 'vitest'
import { type CatalogCase, needsPushTimes } from './catalog-case.ts'
import { namesOf, numberedNames, siblingNames, walk } from './names.ts'

const noon = new Date('2026-03-01T12:00:00Z')
const later = new Date('2026-03-01T12:00:05Z')

export const changeCases: readonly CatalogCase[] = [
  {
    title: 'a name that was recorded is listed once, however often it was',
    run: async ({ catalog }) => {
      for (const pushedAt of [noon, later, noon]) await catalog.record([{ name: 'a/b', pushedAt }])
      expect(await walk(catalog)).toEqual(['a/b'])
    },
  },
  {
    title: 'the time of a repository is that of its newest push, to the second',
    impossible: needsPushTimes,
    run: async ({ catalog }) => {
      const time = async (): Promise<Date | undefined> => (await catalog.list({ limit: 1 })).entries[0]?.pushedAt
      await catalog.record([{ name: 'a', pushedAt: noon }])
      expect(await time()).toEqual(noon)
      await catalog.record([{ name: 'a', pushedAt: later }])
      expect(await time()).toEqual(later)
      await catalog.record([{ name: 'a', pushedAt: noon }])
      expect(await time()).toEqual(later)
    },
  },
  {
    title: 'a name that was only added has no time, and one that is added again keeps its own',
    impossible: needsPushTimes,
    run: async ({ catalog }) => {
      await catalog.record([{ name: 'b', pushedAt: noon }])
      await catalog.add(['a', 'b'])
      expect((await catalog.list({ limit: 2 })).entries).toEqual([
        { name: 'a', pushedAt: undefined },
        { name: 'b', pushedAt: noon },
      ])
    },
  },
  {
    title: 'a name may be in one call more than once',
    run: async ({ catalog }) => {
      await catalog.record([
        { name: 'a', pushedAt: later },
        { name: 'a', pushedAt: noon },
      ])
      await catalog.add(['b', 'b', 'a'])
      const { entries } = await catalog.list({ limit: 10 })
      expect(namesOf(entries)).toEqual(['a', 'b'])
      if (catalog.capabilities.pushTimes) expect(entries[0]?.pushedAt).toEqual(later)
      await catalog.remove(['b', 'b'])
      expect(await walk(catalog)).toEqual(['a'])
    },
  },
  {
    title: 'calls without a name change nothing',
    run: async ({ catalog }) => {
      await catalog.add(['a'])
      await catalog.record([])
      await catalog.add([])
      await catalog.remove([])
      expect(await walk(catalog)).toEqual(['a'])
    },
  },
  {
    title: 'thousands of names in one call are all there',
    run: async ({ catalog }) => {
      const names = numberedNames(5000)
      await catalog.record(names.map((name) => ({ name, pushedAt: noon })))
      expect(await walk(catalog)).toEqual(names)
      await catalog.remove(names.slice(1))
      expect(await walk(catalog)).toEqual(names.slice(0, 1))
    },
  },
  {
    title: 'a name that is removed leaves its siblings alone',
    run: async ({ catalog }) => {
      await catalog.add(siblingNames)
      await catalog.remove(['a', 'b/0', 'A', 'missing'])
      expect(await walk(catalog)).toEqual(siblingNames.filter((name) => name !== 'a' && name !== 'b/0'))
    },
  },
  {
    title: 'a name that is removed and recorded again is there again',
    run: async ({ catalog }) => {
      await catalog.record([{ name: 'a', pushedAt: later }])
      await catalog.remove(['a'])
      await catalog.record([{ name: 'a', pushedAt: noon }])
      const { entries } = await catalog.list({ limit: 10 })
      expect(namesOf(entries)).toEqual(['a'])
      if (catalog.capabilities.pushTimes) expect(entries[0]?.pushedAt).toEqual(noon)
    },
  },
  {
    title: 'a change is seen by another catalog on the same data',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const other = await reopen()
      await catalog.record([{ name: 'a', pushedAt: noon }])
      expect(await walk(other)).toEqual(['a'])
      await other.record([{ name: 'b', pushedAt: noon }])
      expect(await walk(catalog)).toEqual(['a', 'b'])
      await other.remove(['a'])
      expect(await walk(catalog)).toEqual(['b'])
    },
  },
  {
    title: 'many changes at once by two catalogs are all kept',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const other = await reopen()
      const names = numberedNames(200)
      await catalog.add(['gone'])
      await Promise.all([
        ...names.map((name, index) => (index % 2 === 0 ? catalog : other).record([{ name, pushedAt: noon }])),
        // The same names from both, in opposite orders: databases find dead locks so.
        ...names.map((name) => catalog.record([{ name, pushedAt: later }])),
        other.record(names.toReversed().map((name) => ({ name, pushedAt: later }))),
        other.remove(['gone']),
      ])
      expect(await walk(catalog)).toEqual(names)
      expect(await walk(other)).toEqual(names)
    },
  },
]
