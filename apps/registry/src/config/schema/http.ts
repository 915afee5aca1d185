import { z, type ZodType } from 'zod'
import type { HttpConfiguration } from '../configuration.ts'
import { choice, duration, note, section, text, toggle } from './fields.ts'
import { addressProblem, hostProblem, normalizePrefix } from './http-address.ts'
import { debugSchema } from './http-debug.ts'
import { headersSchema } from './http-headers.ts'
import { tlsSchema } from './http-tls.ts'
import { refused } from './refused.ts'

const prefixSchema: ZodType<string> = note(
  z
    .string()
    .prefault('')
    .transform((value, context) => {
      const prefix = normalizePrefix(value)
      if (prefix !== undefined) return prefix
      context.addIssue({ code: 'custom', message: 'expected a path such as /registry/' })
      return z.NEVER
    }),
  { meaning: 'Path in front of every URL of the registry, such as `/registry/`.', type: 'text', fallback: '' },
)

const hostSchema: ZodType<string> = note(
  z
    .string()
    .prefault('')
    .superRefine((value, context) => {
      const message = hostProblem(value)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    }),
  {
    meaning:
      'URL of the registry as clients see it, such as `https://registry.example.org`. Empty: taken from the request.',
    type: 'text',
    fallback: '',
  },
)

const secretSchema: ZodType<string | undefined> = note(
  z
    .string()
    .prefault('')
    .transform((value) => (value === '' ? undefined : value)),
  {
    meaning:
      'Signs the state of uploads: the same one in every replica. Absent: one that is made once and kept in the store.',
    type: 'text',
  },
)

const shape = section('How the registry is reached.', {
  addr: text(
    'Address to listen at, `host:port` or `:port`; port 0 is any free one. A path where `http.net` is `unix`.',
    ':5000',
  ),
  net: choice('Kind of the address.', ['tcp', 'unix'], 'tcp'),
  prefix: prefixSchema,
  host: hostSchema,
  secret: secretSchema,
  relativeurls: toggle('`Location` headers are relative. Without effect where `http.host` is set.', false),
  draintimeout: duration('Time that running requests get at a stop; 0s waits for none.', '0s'),
  headers: headersSchema,
  tls: tlsSchema,
  http2: section('HTTP/2.', {
    disabled: toggle('Speaks HTTP/1.1 alone.', false),
    h2c: refused('HTTP/2 without TLS.'),
  }),
  h2c: refused('HTTP/2 without TLS.'),
  debug: debugSchema,
})

export const httpSchema: ZodType<HttpConfiguration> = note(
  shape.refine(({ addr, net }) => addressProblem(addr, net) === undefined, {
    path: ['addr'],
    error: ({ input }) => addressProblem((input as HttpConfiguration).addr, (input as HttpConfiguration).net),
    // Found beside whatever else is wrong in the section, as long as these two are themselves right.
    when: ({ value }) => isAddress(value),
  }),
  { meaning: 'How the registry is reached.', type: 'section' },
)

function isAddress(value: unknown): value is Pick<HttpConfiguration, 'addr' | 'net'> {
  return (
    typeof value === 'object' && value !== null && 'addr' in value && typeof value.addr === 'string' && 'net' in value
  )
}
