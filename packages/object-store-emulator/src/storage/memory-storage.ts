import { Bucket } from '../engine/bucket.ts'
import { Pieces } from '../engine/pieces.ts'
import { MemoryPieceStore } from './memory-piece-store.ts'
import type { Storage } from './storage.ts'

export function createMemoryStorage(): Storage {
  const pieces = new Pieces(new MemoryPieceStore())
  return {
    pieces,
    openBucket: async ({ name, region }) => Bucket.inMemory(name, region, pieces),
    tidy: async () => {},
    close: async () => {},
  }
}
