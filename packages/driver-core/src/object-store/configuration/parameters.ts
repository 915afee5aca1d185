import { z, type ZodType } from 'zod'
import { textOption } from '@moorage/part-loader'
import { parseHost } from './host.ts'

/** A text of a certain form. */
export function textLike(pattern: RegExp, expected: string): ZodType<string> {
  return textOption(expected).refine((text) => pattern.test(text), expected)
}

/** A text that need not be there. The Go registry takes an empty one for none. */
export function optionalText(schema: ZodType<string>): ZodType<string | undefined> {
  return z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional())
}

/** Where a store is, or where clients find it. */
export function hostOption(): ZodType<string> {
  const expected = 'expected a host such as example.com:8443, or a URL without a path'
  return textOption(expected).refine((text) => parseHost(text) !== undefined, expected)
}

/** What all keys begin with. `.` and `..` would be taken for a way through folders by whatever builds URLs of them. */
export function rootOption(): ZodType<string> {
  const expected = 'expected a path such as /registry, without empty names, . and ..'
  return z.string(expected).refine((text) => {
    const names = text.replace(/^\/+|\/+$/g, '').split('/')
    return text.replaceAll('/', '') === '' || names.every((name) => !['', '.', '..'].includes(name))
  }, expected)
}

/** How a driver calls itself. */
export function userAgentOption(): ZodType<string> {
  return textLike(/^[\t\x20-\x7E]+$/, 'expected a text of ASCII')
}
