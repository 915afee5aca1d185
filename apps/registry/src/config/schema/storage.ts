import { z, type ZodType } from 'zod'
import type { StorageConfiguration } from '../configuration.ts'
import { duration, note, section, toggle, wholeNumber } from './fields.ts'
import { cacheSchema } from './storage-cache.ts'

const driverParameters: ZodType<Readonly<Record<string, unknown>>> = note(z.record(z.string(), z.unknown()), {
  meaning: 'Parameters of the storage driver, which checks them itself. The key is its name.',
  type: 'keys and values',
})

const settings = {
  delete: section('Deletion of images.', {
    enabled: toggle('Manifests, tags and blobs may be deleted.', false),
  }),
  redirect: section('Redirects to the store.', {
    disable: toggle('Sends the bytes of blobs itself, though the store could.', false),
  }),
  cache: cacheSchema,
  maintenance: section('Jobs that run beside the requests.', {
    uploadpurging: section('Deletion of uploads that were never finished.', {
      enabled: toggle('Runs it.', true),
      age: duration('Age of an upload from which on it is deleted.', '168h'),
      interval: duration('Time between two runs.', '24h'),
      dryrun: toggle('Logs what it would delete, and deletes nothing.', false),
    }),
    readonly: section('Refusal of everything that writes.', {
      enabled: toggle('Answers pushes and deletions with 405.', false),
    }),
  }),
  tag: section('Look-up of tags.', {
    concurrencylimit: wholeNumber('Tags that one request looks at in parallel; 0 lets the registry choose.', 0, 0),
  }),
}

const shape = z.object(settings).catchall(driverParameters)

export const storageSchema: ZodType<StorageConfiguration> = note(
  shape
    .prefault({} as z.input<typeof shape>)
    .refine((storage) => driverNames(storage).length === 1, {
      error: ({ input }) => driverProblem(driverNames(input as object)),
      params: { whole: true },
      // Found beside whatever else is wrong in the section.
      when: ({ value }) => typeof value === 'object' && value !== null,
    })
    .transform((storage) => {
      const { delete: deletion, redirect, cache, maintenance, tag } = storage
      const [name = ''] = driverNames(storage)
      const parameters = storage[name] as Readonly<Record<string, unknown>>
      return { driver: { name, parameters }, delete: deletion, redirect, cache, maintenance, tag }
    }),
  {
    meaning: 'Where images are stored: one storage driver, and settings for all of them.',
    type: 'section',
    shorthand: true,
  },
)

/** The keys of a storage section that name drivers: all but its settings. */
export function driverNames(storage: object): string[] {
  return Object.keys(storage).filter((key) => !Object.hasOwn(settings, key))
}

function driverProblem(names: readonly string[]): string {
  if (names.length === 0) return 'names no storage driver; expected one, such as filesystem'
  return `names ${names.length} storage drivers, ${names.join(' and ')}; expected one`
}
