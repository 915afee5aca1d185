import { z, type ZodType } from 'zod'
import type { Configuration } from '../configuration.ts'
import { catalogSchema } from './catalog.ts'
import { note, section, wholeNumber } from './fields.ts'
import { healthSchema } from './health.ts'
import { httpSchema } from './http.ts'
import { logLevelSchema, logSchema } from './log.ts'
import { refused, refusedUnless } from './refused.ts'
import { storageSchema } from './storage.ts'
import { validationSchema } from './validation.ts'

const versionSchema: ZodType<string | undefined> = note(z.literal('0.1', { error: 'expected 0.1' }).optional(), {
  meaning: 'Version of this format, at the head of every file.',
  type: 'one of',
  choices: ['0.1'],
})

const shape = z.strictObject({
  version: versionSchema,
  log: logSchema,
  loglevel: logLevelSchema,
  storage: storageSchema,
  http: httpSchema,
  health: healthSchema,
  validation: validationSchema,
  catalog: catalogSchema,
  tags: section('The list of tags.', {
    maxtags: wholeNumber('Most tags that a client may ask for in one answer.', 1000, 1),
  }),
  auth: refusedUnless('Who may do what. `none` is the same as nothing.', asksForNoAuthentication),
  notifications: refused('Calls to other programs when something is pushed, pulled or deleted.'),
  redis: refused('Redis, for a cache that replicas share.'),
  proxy: refused('Copies images of another registry when they are asked for.'),
  middleware: refused('Code between the registry and its parts.'),
  policy: refused('Which classes of repositories there may be.'),
  reporting: refused('Sends errors to other services.'),
})

/** The whole format. Everything else about it, from defaults to documentation, is read from here. */
export const configurationSchema: ZodType<Configuration> = shape.transform(
  ({ log, loglevel, storage, health, http, catalog, tags, validation }) => ({
    log: { ...log, level: log.level ?? loglevel ?? 'info' },
    storage,
    health,
    http,
    catalog,
    tags,
    validation,
  }),
)

function asksForNoAuthentication(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  if (typeof value === 'string') return value.toLowerCase() === 'none'
  return typeof value === 'object' && Object.keys(value).every((key) => key.toLowerCase() === 'none')
}
