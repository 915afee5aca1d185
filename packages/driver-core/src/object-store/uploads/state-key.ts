/** `~` stands in no path: what has it in its key is hidden from listings, and collides with nothing. */
const stateSuffix = '~upload'

/** Where the state of the upload to `key` is kept. */
export function stateKeyOf(key: string): string {
  return `${key}${stateSuffix}`
}
