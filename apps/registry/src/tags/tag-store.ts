import { baseName, isDriverError, type StorageDriver, type StoragePath } from '@moorage/driver-core'
import { LRUCache } from 'lru-cache'
import { TimedCache } from '../cache/timed-cache.ts'
import type { CacheConfiguration } from '../config/configuration.ts'
import type { Digest } from '../names/digest.ts'
import { isTag } from '../names/tag.ts'
import { tagCurrentLinkPath, tagIndexLinkPath, tagPath, tagsPath } from '../storage/layout.ts'
import { inBatches } from '../storage/in-batches.ts'
import { isObjectStore } from '../storage/is-object-store.ts'
import { deleteIfPresent, readLink } from '../storage/link.ts'
import type { PendingChanges } from '../storage/pending-changes.ts'
import { tagsWithHistory, tagsWithLinks } from './tag-listing.ts'

export interface TagPage {
  readonly tags: readonly string[]
  /** Whether more tags follow. */
  readonly more: boolean
}

const cachedTags = 10_000
const rememberedTags = 100_000
/** Links read at the same time. */
const parallelReads = 32

/** Tags of repositories: each a link to the digest of a manifest. */
export class TagStore {
  readonly #driver: StorageDriver
  readonly #links: TimedCache<Digest>
  /** Tags that were seen to name something: they are listed as long as their folder is there, without being read again. */
  readonly #whole = new LRUCache<string, true>({ max: rememberedTags })
  readonly #parallelReads: number
  readonly #isObjectStore: boolean

  constructor(driver: StorageDriver, cache: CacheConfiguration, concurrencyLimit: number) {
    this.#driver = driver
    this.#isObjectStore = isObjectStore(driver.capabilities)
    this.#links = new TimedCache({ max: cachedTags, lifetimeMs: cache.lifetime })
    this.#parallelReads = concurrencyLimit > 0 ? concurrencyLimit : parallelReads
  }

  /** The manifest that the tag names; undefined when there is no such tag. */
  async resolve(name: string, tag: string): Promise<Digest | undefined> {
    return this.#links.get(tagKey(name, tag), () => readLink(this.#driver, tagCurrentLinkPath(name, tag)))
  }

  /** Writes down that the tag names a manifest, or soon will: the history that the Go registry keeps. */
  async note(name: string, tag: string, digest: Digest, changes: PendingChanges): Promise<void> {
    await changes.putLink(tagIndexLinkPath(name, tag, digest), digest)
  }

  /** Lets the tag name a manifest, which must be there already: readers follow the tag from now on. */
  async set(name: string, tag: string, digest: Digest, changes: PendingChanges): Promise<void> {
    await changes.putLink(tagCurrentLinkPath(name, tag), digest)
    this.#links.set(tagKey(name, tag), digest)
  }

  /**
   * Removes a tag.
   * @param digests only if the tag still names one of these
   * @returns whether it was removed
   */
  async remove(name: string, tag: string, digests?: readonly Digest[]): Promise<boolean> {
    if (digests !== undefined) {
      const current = await readLink(this.#driver, tagCurrentLinkPath(name, tag))
      if (current === undefined || !digests.includes(current)) return false
    }
    const removed = await deleteIfPresent(this.#driver, tagPath(name, tag))
    this.#links.forget(tagKey(name, tag))
    this.#whole.delete(tagKey(name, tag))
    return removed
  }

  /**
   * Tags in byte order of their names, those only that name a manifest.
   * @param after only tags behind this one, which need not exist nor be a tag
   * @param limit most tags of the page
   * @returns undefined when the repository has never had a tag
   */
  async list(name: string, after: string | undefined, limit: number): Promise<TagPage | undefined> {
    const tags: string[] = []
    try {
      const names = this.#isObjectStore ? this.#withLinks(name, after) : this.#names(name, after)
      for await (const batch of inBatches(names, Math.min(limit + 1, 1000))) {
        for (const tag of this.#isObjectStore ? batch : await this.#namingSomething(name, batch)) {
          if (tags.length === limit) return { tags, more: true }
          tags.push(tag)
        }
      }
    } catch (error) {
      if (isDriverError(error, 'PATH_NOT_FOUND')) return undefined
      throw error
    }
    return { tags, more: false }
  }

  /** All tags that name a manifest by one of its digests. */
  async namesOf(name: string, digests: readonly Digest[]): Promise<string[]> {
    const found: string[] = []
    try {
      const names = this.#isObjectStore
        ? await tagsWithHistory(this.#driver, name, digests)
        : this.#names(name, undefined)
      for await (const batch of inBatches(names, 1000)) {
        for (const tag of batch) this.#links.forget(tagKey(name, tag))
        const links = await this.#resolveAll(name, batch)
        found.push(...batch.filter((_, index) => digests.includes(links[index] ?? '')))
      }
    } catch (error) {
      if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
    }
    return found
  }

  #withLinks(name: string, after: string | undefined): AsyncGenerator<string> {
    return tagsWithLinks(
      this.#driver,
      name,
      after === undefined ? undefined : { tag: after, path: startOf(name, after) },
    )
  }

  async *#names(name: string, after: string | undefined): AsyncGenerator<string> {
    const directory = tagsPath(name)
    const startAfter = after === undefined ? undefined : startOf(name, after)
    for await (const entry of this.#driver.list(directory, { startAfter })) {
      const tag = baseName(entry.path)
      if (after !== undefined && tag <= after) continue
      if (entry.kind === 'directory' && isTag(tag)) yield tag
    }
  }

  async #namingSomething(name: string, tags: readonly string[]): Promise<string[]> {
    const unseen = tags.filter((tag) => !this.#whole.has(tagKey(name, tag)))
    const links = await this.#resolveAll(name, unseen)
    for (const [index, tag] of unseen.entries()) {
      if (links[index] !== undefined) this.#whole.set(tagKey(name, tag), true)
    }
    return tags.filter((tag) => this.#whole.has(tagKey(name, tag)))
  }

  async #resolveAll(name: string, tags: readonly string[]): Promise<(Digest | undefined)[]> {
    const links: (Digest | undefined)[] = []
    for (let start = 0; start < tags.length; start += this.#parallelReads) {
      const some = tags.slice(start, start + this.#parallelReads)
      links.push(...(await Promise.all(some.map((tag) => this.resolve(name, tag)))))
    }
    return links
  }
}

/** What is no tag still has a place in the order; only its legal beginning can reach the store. */
function startOf(name: string, after: string): StoragePath | undefined {
  const beginning = /^[A-Za-z0-9_.-]{0,128}/.exec(after)?.[0] ?? ''
  return isTag(beginning) ? `${tagsPath(name)}/${beginning}` : undefined
}

function tagKey(name: string, tag: string): string {
  return `${name}:${tag}`
}
