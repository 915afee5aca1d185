import type { ZodType } from 'zod'
import type { DebugConfiguration } from '../configuration.ts'
import { addressProblem } from './http-address.ts'
import { note, section, text, toggle } from './fields.ts'
import { refused } from './refused.ts'

/** Such as `:5001`: not for clients, and without a password, so that it should not be reached from everywhere. */
export const debugSchema: ZodType<DebugConfiguration> = note(
  section('Second address, for state and metrics.', {
    addr: text('Address to listen at, `host:port` or `:port`. Empty: there is none.'),
    prometheus: section('Metrics for Prometheus.', {
      enabled: toggle('Answers metrics at `http.debug.addr`.', false),
      path: text('Path of the metrics.', '/metrics'),
    }),
    tls: refused('TLS at the second address.'),
  }).refine(({ addr }) => addr === '' || addressProblem(addr, 'tcp') === undefined, {
    path: ['addr'],
    error: ({ input }) => addressProblem((input as DebugConfiguration).addr, 'tcp'),
    when: ({ value }) =>
      typeof value === 'object' && value !== null && 'addr' in value && typeof value.addr === 'string',
  }),
  {
    meaning: 'Second address, for state and metrics: `/debug/health` answers whether the storage works.',
    type: 'section',
  },
)
