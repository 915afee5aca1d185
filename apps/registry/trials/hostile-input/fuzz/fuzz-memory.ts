import { digestOf } from '../../../src/testing/push.ts'
import type { Random } from '../../support/random.ts'

const mostKept = 60

/** What the requests so far have brought about: without it, hardly any would get beyond the first check. */
export class FuzzMemory {
  readonly #random: Random
  readonly #locations: string[] = []
  readonly #manifests: string[] = []

  constructor(random: Random) {
    this.#random = random
  }

  /** Few, so that requests meet. */
  name(): string {
    return this.#random.pick(['fuzz/a', 'fuzz/a/b', 'fuzz', 'blobs/tags', 'manifests/list'])
  }

  tag(): string {
    return this.#random.pick(['latest', 'v1', '_', 'A-b.c', 'uploads'])
  }

  bytes(): string {
    return this.#random.pick(['', '{}', 'one', 'two', 'three'.repeat(1000), 'four'.repeat(50_000)])
  }

  blobDigest(): string {
    return digestOf(this.bytes(), this.#random.next() < 0.2 ? 'sha512' : 'sha256')
  }

  manifestDigest(): string {
    return this.#manifests[this.#random.below(this.#manifests.length)] ?? digestOf('none')
  }

  /** Of an upload that was begun; empty while there is none. */
  location(): string {
    return this.#locations[this.#random.below(this.#locations.length)] ?? ''
  }

  keepLocation(location: string | undefined): void {
    if (location?.includes('_state=') === true) keep(this.#locations, location)
  }

  keepManifest(digest: string): void {
    keep(this.#manifests, digest)
  }
}

function keep(list: string[], item: string): void {
  list.push(item)
  if (list.length > mostKept) list.shift()
}
