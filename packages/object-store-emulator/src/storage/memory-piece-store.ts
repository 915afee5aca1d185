import type { PieceStore } from './piece-store.ts'

const blockSizeBytes = 1024 * 1024

export class MemoryPieceStore implements PieceStore {
  readonly #pieces = new Map<string, Buffer[]>()

  async write(id: string, source: AsyncIterable<Uint8Array>): Promise<void> {
    const blocks: Buffer[] = []
    let chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of source) {
      chunks.push(chunk)
      size += chunk.length
      if (size < blockSizeBytes) continue
      blocks.push(Buffer.concat(chunks))
      chunks = []
      size = 0
    }
    // Copied: a small chunk from a socket holds on to the much larger buffer that it was read into.
    if (size > 0) blocks.push(Buffer.concat(chunks))
    this.#pieces.set(id, blocks)
  }

  async *read(id: string, offset: number, length: number): AsyncGenerator<Uint8Array> {
    let start = offset
    let left = length
    const blocks = this.#pieces.get(id)
    if (blocks === undefined) throw new Error(`There is no piece ${id}`)
    for (const block of blocks) {
      if (left === 0) return
      if (start >= block.length) {
        start -= block.length
        continue
      }
      const slice = block.subarray(start, start + left)
      yield slice
      left -= slice.length
      start = 0
    }
  }

  async remove(id: string): Promise<void> {
    this.#pieces.delete(id)
  }
}
