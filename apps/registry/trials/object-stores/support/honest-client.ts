import { createHash, randomBytes } from 'node:crypto'
import { artifactManifest, emptyJson } from '../../../src/testing/manifests.ts'
import { digestOf, putManifest } from '../../../src/testing/push.ts'
import type { Site } from '../../../src/testing/start-test-registry.ts'
import { locationOf, patchUpload, putUpload } from '../../../src/testing/upload.ts'
import { octets } from '../../support/moving-upload.ts'
import type { Random } from '../../support/random.ts'
import { chunkSizeBytes } from './emulated-store.ts'

/** Pushes and pulls in one repository, and writes down what it was promised. */
export class HonestClient {
  readonly name: string
  /** Digests of the blobs that were answered 201. */
  readonly blobs: Set<string> = new Set()
  /** Manifests by tag that were answered 201. */
  readonly tags: Map<string, string> = new Map()
  /** How requests ended, and how often. */
  readonly outcomes: Map<string, number> = new Map()
  readonly #site: Site
  readonly #random: Random

  constructor(site: Site, name: string, random: Random) {
    this.#site = site
    this.name = name
    this.#random = random
  }

  /** Pushes images and pulls what was promised, so many rounds. */
  async run(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const contents = [emptyJson, this.#bytes(), this.#bytes()]
      const digests = []
      for (const bytes of contents) digests.push(await this.#pushBlob(bytes))
      const layers = digests.slice(1).map((digest) => ({ mediaType: 'application/octet-stream', digest, size: 1 }))
      await this.#putManifest(`v${round}`, JSON.stringify(artifactManifest({ layers })))
      for (const digest of this.blobs) await this.pullBlob(digest)
    }
  }

  /** What is not, or not as, it was promised. */
  async broken(): Promise<string[]> {
    const found: string[] = []
    for (const digest of this.blobs) if ((await this.pullBlob(digest)) !== digest) found.push(`${this.name}@${digest}`)
    for (const [tag, manifest] of this.tags) {
      const response = await this.#site.fetch(`/v2/${this.name}/manifests/${tag}`)
      if ((await response.text()) !== manifest) found.push(`${this.name}:${tag} ${response.status}`)
    }
    return found
  }

  /** @returns the digest of the bytes that came; undefined when an error came. */
  async pullBlob(digest: string): Promise<string | undefined> {
    return this.#note('GET', async () => {
      const response = await this.#site.fetch(`/v2/${this.name}/blobs/${digest}`)
      const bytes = Buffer.from(await response.arrayBuffer())
      if (response.status !== 200) return [response.status, undefined]
      const actual = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
      return [actual === digest ? 200 : 'wrong bytes', actual]
    })
  }

  /** Small ones by one PUT, some in chunks, and some of more than one part. */
  async #pushBlob(bytes: Buffer | string): Promise<string> {
    const digest = digestOf(bytes)
    await this.#note('push', async () => {
      const begun = await this.#site.fetch(`/v2/${this.name}/blobs/uploads/`, { method: 'POST' })
      if (begun.status !== 202) return [begun.status, undefined]
      let location = locationOf(begun)
      let rest: Buffer | string = bytes
      if (this.#random.below(3) > 0) {
        const patched = await patchUpload(this.#site, location, bytes, octets)
        if (patched.status !== 202) return [patched.status, undefined]
        location = locationOf(patched)
        rest = ''
      }
      const { status } = await putUpload(this.#site, location, digest, rest, octets)
      if (status === 201) this.blobs.add(digest)
      return [status, undefined]
    })
    return digest
  }

  async #putManifest(tag: string, manifest: string): Promise<void> {
    await this.#note('manifest', async () => {
      const { status } = (await putManifest(this.#site, this.name, tag, manifest)).response
      if (status === 201) this.tags.set(tag, manifest)
      return [status, undefined]
    })
  }

  #bytes(): Buffer {
    return randomBytes(
      this.#random.below(5) === 0 ? chunkSizeBytes + this.#random.below(100_000) : 1 + this.#random.below(60_000),
    )
  }

  async #note<Result>(what: string, work: () => Promise<[number | string, Result]>): Promise<Result | undefined> {
    let outcome: number | string
    let result: Result | undefined
    try {
      ;[outcome, result] = await work()
    } catch {
      outcome = 'broken connection'
    }
    const line = `${what}: ${outcome}`
    this.outcomes.set(line, (this.outcomes.get(line) ?? 0) + 1)
    return result
  }
}
