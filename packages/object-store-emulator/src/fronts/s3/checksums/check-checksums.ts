import { ServiceError } from '../../service-error.ts'
import { type Checksum, createChecksum } from './checksum.ts'

/**
 * Lets bytes through, and throws at their end when a checksum that came with them does not fit.
 * @param headers by lower-case name
 * @param announced names of the headers that follow the bytes
 * @param trailers their values, known at the end
 */
export async function* checkChecksums(
  source: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
  announced: readonly string[],
  trailers: () => Readonly<Record<string, string>>,
): AsyncGenerator<Uint8Array> {
  const checksums = new Map<string, Checksum>()
  for (const name of [...Object.keys(headers), ...announced]) {
    const checksum = await createChecksum(name)
    if (checksum !== undefined) checksums.set(name, checksum)
  }
  for await (const bytes of source) {
    for (const checksum of checksums.values()) checksum.update(bytes)
    yield bytes
  }
  for (const [name, checksum] of checksums) {
    const value = headers[name] ?? trailers()[name]
    if (value !== checksum.value()) throw new ServiceError('BadDigest', { detail: `${name} does not fit: ${value}` })
  }
}
