import { Random as Numbers } from '../../support/random.ts'

/** Choices that one seed makes the same again. */
export class Random {
  readonly #numbers: Numbers

  constructor(seed: number) {
    this.#numbers = new Numbers(seed)
  }

  /** From 0, included, to 1, excluded. */
  fraction(): number {
    return this.#numbers.next()
  }

  /** A whole number from `first` to `last`, both included. */
  between(first: number, last: number): number {
    return first + Math.floor(this.fraction() * (last - first + 1))
  }

  chance(probability: number): boolean {
    return this.fraction() < probability
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.fraction() * items.length)]
  }

  /** One of the keys, each as often as its weight says. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key {
    const entries = Object.entries(weights) as [Key, number][]
    let rest = this.fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [key, weight] of entries) {
      rest -= weight
      if (rest < 0) return key
    }
    throw new RangeError('no weights')
  }

  /** A generator of its own, for one that runs beside others. */
  fork(): Random {
    return new Random(this.between(0, 2 ** 32 - 1))
  }
}
