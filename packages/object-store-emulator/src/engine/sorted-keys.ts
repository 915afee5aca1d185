import { compareKeys } from './key-order.ts'

const maximumBlockLength = 1024

/** Keys in their order, in blocks: adding to a million of them moves a thousand. */
export class SortedKeys {
  readonly #blocks: string[][] = [[]]

  add(key: string): void {
    const { block, index } = this.#find((other) => compareKeys(other, key) < 0)
    const keys = this.#blocks[block] ?? []
    if (keys[index] === key) return
    keys.splice(index, 0, key)
    if (keys.length > maximumBlockLength) this.#blocks.splice(block + 1, 0, keys.splice(maximumBlockLength / 2))
  }

  delete(key: string): void {
    const { block, index } = this.#find((other) => compareKeys(other, key) < 0)
    const keys = this.#blocks[block]
    if (keys?.[index] !== key) return
    keys.splice(index, 1)
    if (keys.length === 0 && this.#blocks.length > 1) this.#blocks.splice(block, 1)
  }

  /** The first key that `isBefore` does not hold for; it must hold for all smaller ones. */
  seek(isBefore: (key: string) => boolean): string | undefined {
    const { block, index } = this.#find(isBefore)
    return this.#blocks[block]?.[index]
  }

  #find(isBefore: (key: string) => boolean): { block: number; index: number } {
    const blocks = this.#blocks
    const found = firstIndex(blocks.length, (at) => {
      const last = blocks[at]?.at(-1)
      return last !== undefined && isBefore(last)
    })
    const block = Math.min(found, blocks.length - 1)
    const keys = blocks[block] ?? []
    return { block, index: firstIndex(keys.length, (at) => isBefore(keys[at] ?? '')) }
  }
}

/** The smallest number below `length` that `isBefore` does not hold for, or `length`. */
function firstIndex(length: number, isBefore: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}
