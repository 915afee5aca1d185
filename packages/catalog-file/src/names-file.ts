import { open, stat } from 'node:fs/promises'
import type { CatalogContext } from '@moorage/catalog-core'
import { appendNames } from './disk/append-names.ts'
import { blankLines } from './disk/blank-lines.ts'
import { type FileStamp, stampOf } from './disk/file-stamp.ts'
import { replaceFile } from './disk/replace-file.ts'
import { toCatalogError } from './errors.ts'
import { formatLines, parseLines } from './names/parse-lines.ts'
import { changeNames, type SortedNames } from './names/sorted-names.ts'
import { WrongLineWarnings } from './wrong-line-warnings.ts'

/** What the file says. */
interface Content {
  readonly stamp: FileStamp
  readonly names: SortedNames
  readonly isTidy: boolean
}

/** The names in the file, which are kept in memory until it is another. Those who change it must have the lock. */
export class NamesFile {
  readonly path: string
  readonly #warn: NonNullable<CatalogContext['warn']>
  readonly #wrongLines: WrongLineWarnings
  #content: Content | undefined
  #reading: Promise<Content> | undefined
  #isObstacleTold = false

  constructor(path: string, context: CatalogContext) {
    this.path = path
    this.#warn = context.warn ?? (() => undefined)
    this.#wrongLines = new WrongLineWarnings(path, this.#warn)
  }

  /** Everything that was in the file when it was called, or came since. */
  async names(): Promise<SortedNames> {
    return (await this.#current()).names
  }

  /** Whether the file is sorted, and has nothing but names in it. */
  async isTidy(): Promise<boolean> {
    return (await this.#current()).isTidy
  }

  /** @param added sorted, and not in the file yet */
  async append(added: readonly string[]): Promise<void> {
    const known = this.#content
    try {
      const { before, after } = await appendNames(this.path, added)
      if (known?.stamp !== before) return
      const isSorted = (known.names.at(-1) ?? '') < (added[0] ?? '')
      const names = changeNames(known.names, added, [])
      this.#content = { stamp: after, names, isTidy: known.isTidy && isSorted }
    } catch (error) {
      throw toCatalogError(error, this.path)
    }
  }

  /** Writes the file again, sorted, where it can be replaced; else makes the changes in it. */
  async rewrite(added: readonly string[], removed: readonly string[]): Promise<void> {
    try {
      const names = changeNames(await this.names(), added, removed)
      const result = await replaceFile(this.path, formatLines(names))
      if ('stamp' in result) {
        this.#content = { stamp: result.stamp, names, isTidy: true }
        return
      }
      this.#tellObstacle(result.obstacle)
      if (removed.length > 0) await blankLines(this.path, new Set(removed))
      if (added.length > 0) await appendNames(this.path, added)
    } catch (error) {
      throw toCatalogError(error, this.path)
    }
  }

  async #current(): Promise<Content> {
    try {
      if (await this.#isUnchanged()) return this.#content as Content
      if (this.#reading !== undefined) {
        // It began earlier, and may have missed what the caller must find.
        await this.#reading.catch(() => undefined)
        if (await this.#isUnchanged()) return this.#content as Content
      }
      this.#reading ??= this.#read().finally(() => (this.#reading = undefined))
      return await this.#reading
    } catch (error) {
      throw toCatalogError(error, this.path)
    }
  }

  async #isUnchanged(): Promise<boolean> {
    return this.#content?.stamp === stampOf(await stat(this.path, { bigint: true }))
  }

  async #read(): Promise<Content> {
    await using handle = await open(this.path, 'r')
    // Before the names: what changes while they are read gives the file another stamp, and they are read again.
    const stamp = stampOf(await handle.stat({ bigint: true }))
    const { names, wrongLines, isTidy } = parseLines(await handle.readFile('latin1'))
    this.#wrongLines.tell(wrongLines)
    this.#content = { stamp, names, isTidy }
    return this.#content
  }

  #tellObstacle(obstacle: string): void {
    if (this.#isObstacleTold) return
    this.#isObstacleTold = true
    this.#warn(
      `${this.path} cannot be replaced by a new file (${obstacle}): names are blanked in it instead, and it is not sorted. ` +
        'Let this process write to its folder and own the file; in a container mount the folder, not the file alone',
    )
  }
}
