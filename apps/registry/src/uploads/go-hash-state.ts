/*
 * sha256 in the middle of its input, in two forms that say the same:
 *
 * - Go's `encoding.BinaryMarshaler` (crypto/sha256), which the Go registry keeps in `hashstates`, 108 bytes:
 *   "sha\x03", eight words big-endian, the open block filled up with zeros to 64 bytes, the length in bytes as 64 bits big-endian
 * - hash-wasm's `save()`, 116 bytes: 4 bytes that name the algorithm, the open block, the length as 64 bits
 *   little-endian, eight words little-endian, 8 bytes that never change
 */
const goMagic = Buffer.from('sha\u0003', 'latin1')
const goLength = 108
const blockLength = 64
const wordCount = 8

/** @param saved what hash-wasm's sha256 `save()` returned */
export function toGoHashState(saved: Uint8Array): Buffer {
  const source = Buffer.from(saved)
  const target = Buffer.alloc(goLength)
  goMagic.copy(target)
  for (let word = 0; word < wordCount; word += 1) {
    target.writeUInt32BE(source.readUInt32LE(4 + blockLength + 8 + word * 4), 4 + word * 4)
  }
  const length = source.readBigUInt64LE(4 + blockLength)
  // hash-wasm leaves bytes of the block before behind those of the open one.
  source.copy(target, 4 + wordCount * 4, 4, 4 + Number(length % BigInt(blockLength)))
  target.writeBigUInt64BE(length, goLength - 8)
  return target
}

/**
 * @param state Go's form
 * @param fresh what `save()` returned before any input: it gives the bytes that are hash-wasm's own
 * @returns undefined for what is not Go's form
 */
export function fromGoHashState(state: Uint8Array, fresh: Uint8Array): Uint8Array | undefined {
  const source = Buffer.from(state)
  if (source.length !== goLength || !source.subarray(0, 4).equals(goMagic)) return undefined
  const target = Buffer.from(fresh)
  source.copy(target, 4, 4 + wordCount * 4, 4 + wordCount * 4 + blockLength)
  target.writeBigUInt64LE(source.readBigUInt64BE(goLength - 8), 4 + blockLength)
  for (let word = 0; word < wordCount; word += 1) {
    target.writeUInt32LE(source.readUInt32BE(4 + word * 4), 4 + blockLength + 8 + word * 4)
  }
  return target
}
