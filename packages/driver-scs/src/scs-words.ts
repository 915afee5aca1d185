import type { StoreWords } from '@moorage/driver-s3'

/** How messages speak of SCS. It has no names for rights. */
export const scsWords: StoreWords = { driver: 'scs', store: 'SCS', endpointParameter: 'endpoint' }
