import {
  checkBucket,
  checkStartUp,
  clockRefused,
  type Explanation,
  type StoreFault,
} from '@moorage/driver-core/object-store'
import type { S3Bucket, S3ClientSettings } from './client.ts'
import type { S3Options } from './options.ts'
import type { StoreWords } from './store-words.ts'

/**
 * Whether the registry can work with this bucket: a list of one key, which needs no rights beyond those of serving.
 * @throws DriverError that says which parameter is wrong, and what to do about it
 */
export async function checkS3Bucket(
  { client, endpoint }: S3Bucket,
  options: S3Options,
  { words, connectTo }: Required<Pick<S3ClientSettings, 'connectTo'>> & { readonly words: StoreWords },
  warn: ((message: string) => void) | undefined,
): Promise<void> {
  await checkBucket({
    store: words.store,
    driver: words.driver,
    clock: client.clock,
    origin: endpoint.origin,
    connectTo,
    placeParameter: options.regionendpoint === undefined ? 'region' : words.endpointParameter,
    ask: () => checkStartUp(client, options.rootdirectory),
    explain: (fault) => explainAnswer(fault, options, words, client.clock.now()),
    warn,
  })
}

/** What an error of the store means at the start; undefined where its usual words tell enough. */
export function explainAnswer(
  fault: StoreFault,
  options: Pick<S3Options, 'bucket' | 'region'>,
  words: StoreWords,
  now: Date,
): Explanation | undefined {
  const { bucket, region } = options
  const { store, endpointParameter, tokenParameter, actionsOf } = words
  const rights = actionsOf === undefined ? 'the rights to list, read, write and delete' : actionsOf('GetBucket')
  switch (fault.code) {
    // Stores that answer without a document say no more than 404.
    case 'NoSuchKey':
    case 'NoSuchBucket':
      return invalid(`there is no bucket ${bucket}; create it, or correct the parameters bucket and region`)
    case 'InvalidAccessKeyId':
      return invalid(
        `${store} does not know the key of the parameter accesskey${tokenParameter === undefined ? '' : `; temporary keys need the parameter ${tokenParameter} as well`}`,
      )
    case 'InvalidToken':
      return invalid('the token of the parameter sessiontoken is not that of the accesskey')
    case 'ExpiredToken':
      return invalid('the temporary credentials have expired')
    case 'SignatureDoesNotMatch':
      return invalid('the parameter secretkey is not the one that belongs to the accesskey')
    case 'AuthorizationHeaderMalformed': {
      const expected = /expecting '([^']+)'/.exec(fault.message)?.[1]
      return expected === undefined
        ? undefined
        : invalid(
            `the bucket ${bucket} is in the region ${expected} and not in ${region}; correct the parameter region`,
          )
    }
    case 'PermanentRedirect':
      return invalid(
        `the bucket ${bucket} is not in the region ${region}${fault.endpoint === undefined ? '' : `, but at ${fault.endpoint}`}; correct the parameters region and ${endpointParameter}`,
      )
    case 'AccessDenied':
      return {
        code: 'ACCESS_DENIED',
        message: `the key of the parameter accesskey may not list the bucket ${bucket}; grant ${rights}, and what else the documentation names`,
      }
    case 'RequestTimeTooSkewed':
      return clockRefused(fault, store, now)
    default:
      return undefined
  }
}

const invalid = (message: string): Explanation => ({ code: 'CONFIG_INVALID', message })
