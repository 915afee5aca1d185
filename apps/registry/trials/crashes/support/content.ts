import { seededBytes, sha256 } from '@moorage/testkit'
import { Random } from './random.ts'

/** Bytes of a blob. */
export interface Content {
  readonly digest: string
  readonly bytes: Buffer
}

const sizes = { empty: 0.04, byte: 0.04, small: 0.4, middle: 0.35, large: 0.15, huge: 0.02 } as const
const ranges: Readonly<Record<keyof typeof sizes, readonly [number, number]>> = {
  empty: [0, 0],
  byte: [1, 1],
  small: [2, 4096],
  middle: [4097, 64 * 1024],
  large: [64 * 1024 + 1, 384 * 1024],
  huge: [1024 * 1024, 2 * 1024 * 1024],
}

/** Contents by number; of most numbers one is as good as another, so that clients come across each other's blobs. */
export class Contents {
  readonly #seed: number
  readonly #known = new Map<number, Content>()

  constructor(seed: number) {
    this.#seed = seed
  }

  get(number: number): Content {
    const known = this.#known.get(number)
    if (known !== undefined) return known
    const seed = (this.#seed * 7919 + number) | 0
    const random = new Random(seed)
    const bytes = Buffer.from(seededBytes(seed, random.between(...ranges[random.weighted(sizes)])))
    const content = { digest: sha256(bytes), bytes }
    this.#known.set(number, content)
    return content
  }
}
