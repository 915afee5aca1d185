import type { CatalogEntry, SearchOptions, SearchResult } from '@moorage/catalog-core'
import type { Database } from './database.ts'
import { toEntry } from './entries.ts'

/** Rows that are looked through in a step: less than a millisecond's work. */
const stretchLength = 2000

const lastOfStretch = `SELECT name FROM repositories WHERE name > ? ORDER BY name LIMIT 1 OFFSET ${stretchLength - 1}`
const matches = 'FROM repositories WHERE name > ? AND name <= ? AND instr(name, ?) > 0'
const countMatches = `SELECT count(*) AS total ${matches}`
const selectMatches = `SELECT name, createTime ${matches} ORDER BY name LIMIT ? OFFSET ?`

/** Behind every name: they are ASCII. */
const end = '\u{10FFFF}'

/** Looks through all names, a stretch at a time: no index finds a part of a name. */
export async function search(database: Database, options: SearchOptions): Promise<SearchResult> {
  const term = options.term.toLowerCase()
  const entries: CatalogEntry[] = []
  let total = 0
  for (let after = ''; after !== end;) {
    after = await database.step((prepare) => {
      const last = String(prepare(lastOfStretch).get(after)?.['name'] ?? end)
      const count = Number(prepare(countMatches).get(after, last, term)?.['total'])
      const offset = Math.max(0, options.offset - total)
      const wanted = options.limit - entries.length
      if (wanted > 0 && offset < count) {
        entries.push(...prepare(selectMatches).all(after, last, term, wanted, offset).map(toEntry))
      }
      total += count
      return last
    }, options.signal)
  }
  return { entries, total }
}
