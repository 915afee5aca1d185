import type { Random } from '../../support/random.ts'

/** What is wrong with text in one way or another. */
const poisons = [
  '',
  '..',
  '/',
  '//',
  '\\',
  '%',
  '%00',
  '%2e%2e%2f',
  '%c0%ae',
  '%ff',
  '\u00ff',
  ' ',
  '%0d%0aX: y',
  '__proto__',
  'constructor',
  '-1',
  '0',
  '1e9',
  '99999999999999999999',
  'null',
  '[]',
  '{}',
  '*',
  '"',
  "'",
  '<x>',
  '_state',
  '_uploads',
  'blobs/uploads/',
  'manifests',
  ':',
  ';',
  ',',
  '=',
  '&',
  '?',
  '#',
  '~tmp',
  'a'.repeat(300),
  'a'.repeat(5000),
] as const

/** Changes a text, now and then, so that it may still be nearly right. */
export function mangle(random: Random, text: string, chance = 0.15): string {
  if (random.next() >= chance) return text
  const poison = random.pick(poisons)
  const at = random.below(text.length + 1)
  switch (random.below(6)) {
    case 0:
      return poison
    case 1:
      return text.slice(0, at) + poison + text.slice(at)
    case 2:
      return text.slice(0, at)
    case 3:
      return text + text
    case 4:
      return text.toUpperCase()
    default:
      return text.slice(0, at) + String.fromCodePoint(33 + random.below(90)) + text.slice(at + 1)
  }
}

const jsonPoisons: readonly [unknown, ...unknown[]] = [
  null,
  -1,
  1e300,
  '',
  [],
  {},
  true,
  'x',
  [[]],
  { __proto__: null },
  0.5,
]

/** Changes some values of a JSON value, and leaves some out. */
export function mangleJson(random: Random, value: unknown, chance = 0.03): unknown {
  if (random.next() < chance) return random.pick(jsonPoisons)
  if (Array.isArray(value)) return value.map((entry) => mangleJson(random, entry, chance))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(() => random.next() >= chance / 2)
  return Object.fromEntries(entries.map(([key, entry]) => [key, mangleJson(random, entry, chance)]))
}
