import { artifactManifest, emptyJson, ociImage } from '../../src/testing/manifests.ts'
import { digestOf, pushBlob, putManifest } from '../../src/testing/push.ts'
import type { Site } from '../../src/testing/start-test-registry.ts'

/** A manifest that can be pushed again and again: all it refers to is the empty blob. */
export interface SmallManifest {
  readonly bytes: string
  readonly digest: string
}

export function smallManifest(id: number | string, fields: object = {}): SmallManifest {
  const bytes = JSON.stringify(artifactManifest({ annotations: { id: String(id) }, ...fields }))
  return { bytes, digest: digestOf(bytes) }
}

/** One repository of a site, for trials of tags and manifests; every answer of 500 and above is an error. */
export class TrialRepository {
  readonly #site: Site
  readonly #name: string

  constructor(site: Site, name: string) {
    this.#site = site
    this.#name = name
  }

  /** Pushes what all small manifests refer to. */
  async prepare(): Promise<this> {
    await pushBlob(this.#site, this.#name, emptyJson)
    return this
  }

  /** @returns the status of the answer */
  async put(reference: string, manifest: SmallManifest): Promise<number> {
    const { response } = await putManifest(this.#site, this.#name, reference, manifest.bytes, ociImage)
    return (await this.#read(response)).status
  }

  /** @returns the status of the answer */
  async delete(reference: string): Promise<number> {
    return (await this.#ask(`manifests/${reference}`, 'DELETE')).status
  }

  /** The digest that a tag or digest is answered with; undefined for none. */
  async resolve(reference: string): Promise<string | undefined> {
    const { status, text } = await this.#ask(`manifests/${reference}`)
    return status === 200 ? digestOf(text) : undefined
  }

  async tags(): Promise<string[]> {
    const { status, text } = await this.#ask('tags/list')
    return status === 200 ? (JSON.parse(text) as { tags: string[] }).tags : []
  }

  async referrers(digest: string): Promise<string[]> {
    const { text } = await this.#ask(`referrers/${digest}`)
    return (JSON.parse(text) as { manifests: { digest: string }[] }).manifests.map((referrer) => referrer.digest)
  }

  async #ask(path: string, method = 'GET'): Promise<{ status: number; text: string }> {
    return this.#read(await this.#site.fetch(`/v2/${this.#name}/${path}`, { method }))
  }

  async #read(response: Response): Promise<{ status: number; text: string }> {
    const text = await response.text()
    if (response.status >= 500) throw new Error(`${response.url} was answered ${response.status}: ${text}`)
    return { status: response.status, text }
  }
}
