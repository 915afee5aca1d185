/**
 * The bytes that `seed` stands for: the same on every machine and in every run, and of no pattern that compresses.
 * @param length bytes
 */
export function seededBytes(seed: number, length: number): Uint8Array {
  const generator = new ByteGenerator(seed)
  return generator.next(length)
}

/** Yields what `seededBytes(seed, length)` returns, in chunks of `chunkSize` bytes, each a buffer of its own. */
export async function* seededStream(
  seed: number,
  length: number,
  chunkSize: number,
): AsyncGenerator<Uint8Array, void, void> {
  const generator = new ByteGenerator(seed)
  for (let position = 0; position < length; position += chunkSize) {
    yield generator.next(Math.min(chunkSize, length - position))
  }
}

/** Hands out one series of bytes in pieces of any length: xorshift128, four bytes a step. */
class ByteGenerator {
  #a: number
  #b = 0x9e3779b9
  #c = 0x243f6a88
  #d = 0xb7e15162
  #word = 0
  #left = 0

  constructor(seed: number) {
    this.#a = seed | 0
    // The first steps of similar seeds resemble one another.
    for (let step = 0; step < 16; step += 1) this.#step()
  }

  next(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    let index = 0
    while (index < length && this.#left > 0) {
      bytes[index] = this.#take()
      index += 1
    }
    const words = Math.floor((length - index) / 4)
    for (let word = 0; word < words; word += 1) {
      const value = this.#step()
      bytes[index] = value
      bytes[index + 1] = value >>> 8
      bytes[index + 2] = value >>> 16
      bytes[index + 3] = value >>> 24
      index += 4
    }
    while (index < length) {
      if (this.#left === 0) {
        this.#word = this.#step()
        this.#left = 4
      }
      bytes[index] = this.#take()
      index += 1
    }
    return bytes
  }

  #take(): number {
    const byte = this.#word & 0xff
    this.#word >>>= 8
    this.#left -= 1
    return byte
  }

  #step(): number {
    const mixed = this.#a ^ (this.#a << 11)
    this.#a = this.#b
    this.#b = this.#c
    this.#c = this.#d
    this.#d = this.#d ^ (this.#d >>> 19) ^ mixed ^ (mixed >>> 8)
    return this.#d
  }
}
