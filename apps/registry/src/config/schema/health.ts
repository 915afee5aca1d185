import type { ZodType } from 'zod'
import type { HealthConfiguration } from '../configuration.ts'
import { duration, section, toggle, wholeNumber } from './fields.ts'
import { refused } from './refused.ts'

export const healthSchema: ZodType<HealthConfiguration> = section(
  'Checks that take the registry out of service while they fail.',
  {
    storagedriver: section('Asks the store for its root.', {
      enabled: toggle('Runs the check.', false),
      interval: duration('Time between two checks.', '10s'),
      threshold: wholeNumber('Failures in a row after which requests are answered with 503; 0 is like 1.', 0, 0),
    }),
    file: refused('Fails while a file exists.', 'FILECHECKERS'),
    http: refused('Fails while a URL does not answer.', 'HTTPCHECKERS'),
    tcp: refused('Fails while an address does not answer.', 'TCPCHECKERS'),
  },
)
