import { compareNames } from './compare-names.ts'

/** A name that only one of the two has: `missing` in the catalog, or `surplus` there. */
export interface Difference {
  readonly kind: 'missing' | 'surplus'
  readonly name: string
}

/** Where two sequences in byte order differ. */
export async function* differencesOf(
  wanted: AsyncIterable<string>,
  present: AsyncIterable<string>,
): AsyncGenerator<Difference> {
  const presentNames = present[Symbol.asyncIterator]()
  const wantedNames = wanted[Symbol.asyncIterator]()
  try {
    let have = await presentNames.next()
    for (let want = await wantedNames.next(); want.done !== true; want = await wantedNames.next()) {
      while (have.done !== true && compareNames(have.value, want.value) < 0) {
        yield { kind: 'surplus', name: have.value }
        have = await presentNames.next()
      }
      if (have.done !== true && have.value === want.value) have = await presentNames.next()
      else yield { kind: 'missing', name: want.value }
    }
    for (; have.done !== true; have = await presentNames.next()) yield { kind: 'surplus', name: have.value }
  } finally {
    await presentNames.return?.()
    await wantedNames.return?.()
  }
}
