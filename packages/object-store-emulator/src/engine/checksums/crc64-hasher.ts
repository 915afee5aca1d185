import { createCRC64, type IHasher } from 'hash-wasm'

/** CRC-64/XZ of a stream, in WebAssembly: the checksum of every object, so it must not slow uploads down. */
const idle: IHasher[] = []

/** A hasher that begins anew. Give it back when done: making one costs more than hashing a small object. */
export async function borrowCrc64Hasher(): Promise<IHasher> {
  const hasher = idle.pop() ?? (await createCRC64())
  return hasher.init()
}

export function returnCrc64Hasher(hasher: IHasher): void {
  if (idle.length < 64) idle.push(hasher)
}
