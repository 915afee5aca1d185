import { createHash } from 'node:crypto'

/** Numbers that look like chance, and are the same for the same seed. */
export class Choices {
  readonly #seed: string
  #count = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number {
    this.#count += 1
    return createHash('sha256').update(`${this.#seed} ${this.#count}`).digest().readUInt32BE() % limit
  }
}
