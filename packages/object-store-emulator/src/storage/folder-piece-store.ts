import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { PieceStore } from './piece-store.ts'

/** A file for each piece, in folders by the first two characters of its id. */
export class FolderPieceStore implements PieceStore {
  readonly #folder: string
  readonly #madeFolders = new Set<string>()

  constructor(folder: string) {
    this.#folder = folder
  }

  async write(id: string, source: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#makeFolder(id.slice(0, 2))
    try {
      await pipeline(source, createWriteStream(this.#path(id), { flags: 'wx', highWaterMark: 1024 * 1024 }))
    } catch (error) {
      await this.remove(id)
      throw error
    }
  }

  read(id: string, offset: number, length: number): AsyncIterable<Uint8Array> {
    return createReadStream(this.#path(id), { start: offset, end: offset + length - 1, highWaterMark: 256 * 1024 })
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true })
  }

  /** The ids of all pieces, also of those that were not written to their end. */
  async *list(): AsyncGenerator<string> {
    await mkdir(this.#folder, { recursive: true })
    for (const folder of await readdir(this.#folder)) yield* await readdir(join(this.#folder, folder))
  }

  async #makeFolder(name: string): Promise<void> {
    if (this.#madeFolders.has(name)) return
    await mkdir(join(this.#folder, name), { recursive: true })
    this.#madeFolders.add(name)
  }

  #path(id: string): string {
    return join(this.#folder, id.slice(0, 2), id)
  }
}
