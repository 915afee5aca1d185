import { z, type ZodType } from 'zod'
import type { HttpConfiguration } from '../configuration.ts'
import { note } from './fields.ts'

const values = z.union([z.array(z.string()), z.string()], { error: 'expected a list of texts' })

export const headersSchema: ZodType<HttpConfiguration['headers']> = note(
  z
    .record(z.string(), values)
    .prefault({})
    .transform((headers, context) => {
      const lists = Object.entries(headers).map(([name, value]) => [name, [value].flat()] as const)
      for (const [name, list] of lists) {
        const message = headerProblem(name, list)
        if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message })
      }
      return Object.fromEntries(lists)
    }),
  {
    meaning: 'Headers that are added to every answer below `/v2/` and `/v1/`: a list of values for each name.',
    type: 'lists of texts',
    fallback: '{}',
  },
)

function headerProblem(name: string, list: readonly string[]): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return 'expected a name that a header may have'
  return list.every((value) => /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) ? undefined : 'expected values on one line'
}
