import { z, type ZodType } from 'zod'
import type { CatalogConfiguration } from '../configuration.ts'
import { nearestName } from '../nearest-name.ts'
import { duration, note, wholeNumber } from './fields.ts'

const backEndParameters: ZodType<Readonly<Record<string, unknown>>> = note(z.record(z.string(), z.unknown()), {
  meaning:
    'Parameters of the catalog that keeps the names of the repositories, which checks them itself. The key is its name: `mysql`, `sqlite`, `file`, or a package. Without one, or with `storage`, the names are listed from the storage.',
  type: 'keys and values',
})

const settings = {
  maxentries: wholeNumber('Most names in one answer of `_catalog`.', 1000, 1),
  writetimeout: duration(
    'How long a push waits until the catalog has its name. What is not written by then is written later.',
    '1s',
  ),
}

/** Lists the storage; needs no package, and has no parameters. */
const builtIn = 'storage'

const shape = z.object(settings).catchall(backEndParameters)

export const catalogSchema: ZodType<CatalogConfiguration> = note(
  shape
    .prefault({} as z.input<typeof shape>)
    .refine((catalog) => catalogNames(catalog).length <= 1, {
      error: ({ input }) => `names ${catalogNames(input as object).join(' and ')}; expected one catalog at most`,
      params: { whole: true },
      // Found beside whatever else is wrong in the section.
      when: ({ value }) => typeof value === 'object' && value !== null,
    })
    .superRefine(
      (catalog, context) => {
        // A misspelt setting would be looked for as a package.
        const near = catalogNames(catalog).map((name) => ({ name, meant: nearestName(name, Object.keys(settings)) }))
        for (const { name, meant } of near) {
          if (meant === undefined) continue
          const message = `is no catalog; did you mean ${meant}?`
          context.addIssue({ code: 'custom', path: [name], message, params: { whole: true } })
        }
      },
      { when: ({ value }) => typeof value === 'object' && value !== null },
    )
    .transform((catalog) => {
      const { maxentries, writetimeout } = catalog
      const [name = builtIn] = catalogNames(catalog)
      const parameters = catalog[name]
      return {
        maxentries,
        writetimeout,
        backend: name === builtIn ? undefined : { name, parameters: parameters ?? {} },
      }
    }),
  {
    meaning: 'The list of repositories: where it is kept, and how much of it is given at once.',
    type: 'section',
    shorthand: true,
  },
)

/** The keys of a catalog section that name back ends: all but its settings. */
export function catalogNames(catalog: object): string[] {
  return Object.keys(catalog).filter((key) => !Object.hasOwn(settings, key))
}
