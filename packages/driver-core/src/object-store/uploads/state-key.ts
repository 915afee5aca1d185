import { randomBytes } from 'node:crypto'

/** `~` stands in no path: what has it in its key is hidden from listings, and collides with nothing. */
const stateSuffix = '~upload'

/** Where the state of the upload to `key` is kept. */
export function stateKeyOf(key: string): string {
  return `${key}${stateSuffix}`
}

/** The key that a state is of; undefined for a key of something else. */
export function keyOfState(stateKey: string): string | undefined {
  return stateKey.endsWith(stateSuffix) ? stateKey.slice(0, -stateSuffix.length) : undefined
}

/** Whether `key` is one for the parts, or the state, of the upload to `fileKey`. */
export function isOfUpload(key: string, fileKey: string): boolean {
  return key.startsWith(`${fileKey}${stateSuffix}`)
}

/** A key for the parts of one upload to `key`, that no other upload has. */
export function newPartsKey(key: string): string {
  return `${key}${stateSuffix}-${randomBytes(9).toString('hex')}`
}
