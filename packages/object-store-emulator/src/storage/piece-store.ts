/** Where bytes are kept. A piece is written once, read often and removed as a whole; it has no name that a client knows. */
export interface PieceStore {
  /** Resolves when all of the source is kept; rejects, and keeps nothing, when the source fails. */
  write(id: string, source: AsyncIterable<Uint8Array>): Promise<void>
  read(id: string, offset: number, length: number): AsyncIterable<Uint8Array>
  remove(id: string): Promise<void>
}
