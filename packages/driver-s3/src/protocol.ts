import type { StoreProtocol } from '@moorage/driver-core/object-store'
import { s3Faults } from './errors.ts'
import type { S3Signer } from './signer.ts'
import type { StoreWords } from './store-words.ts'

/** How S3's HTTP differs from other stores'. */
export function s3Protocol(words: StoreWords, signer: S3Signer): StoreProtocol {
  return {
    driver: words.driver,
    requestIdHeader: 'x-amz-request-id',
    faults: s3Faults(words),
    sign: ({ method, path, query }, headers, at) => signer.sign({ method, path, query, headers }, at),
    isClockSkew: ({ code }) => code === 'RequestTimeTooSkewed',
  }
}
