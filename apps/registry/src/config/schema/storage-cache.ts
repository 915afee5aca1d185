import { z, type ZodType } from 'zod'
import type { CacheConfiguration } from '../configuration.ts'
import { duration, note, section, wholeNumber } from './fields.ts'
import { notSupported } from './refused.ts'

type Cache = CacheConfiguration['blobdescriptor']

function cacheKind(meaning: string): ZodType<Cache> {
  const schema = z
    .string()
    .prefault('')
    .transform((value, context): Cache => {
      if (value === '' || value === 'inmemory') return value === '' ? undefined : value
      const message = value === 'redis' ? `redis ${notSupported}` : 'expected inmemory'
      context.addIssue({ code: 'custom', message, params: { whole: value === 'redis' } })
      return undefined
    })
  return note(schema, { meaning, type: 'one of', choices: ['inmemory'] })
}

const shape = section('What is remembered about blobs, so that the store is asked less.', {
  blobdescriptor: cacheKind('Where the descriptors of blobs are kept; absent for no cache.'),
  layerinfo: cacheKind('Older name of `storage.cache.blobdescriptor`, which wins over it.'),
  blobdescriptorsize: wholeNumber('Number of descriptors kept; 0 is without limit.', 10_000, 0),
  lifetime: duration('Time for which what another process changed may still be answered as it was.', '1s'),
})

export const cacheSchema: ZodType<CacheConfiguration> = note(
  shape.transform(({ layerinfo, ...cache }) => ({ ...cache, blobdescriptor: cache.blobdescriptor ?? layerinfo })),
  { meaning: 'What is remembered about blobs, so that the store is asked less.', type: 'section' },
)
