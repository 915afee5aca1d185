import { digestOf } from '../../src/testing/push.ts'
import type { Site } from '../../src/testing/start-test-registry.ts'
import { beginUpload, locationOf, patchUpload, pathOf, putUpload } from '../../src/testing/upload.ts'
import { readBlob } from './blobs.ts'

/** The Go registry takes no other type. */
export const octets: Record<string, string> = { 'content-type': 'application/octet-stream' }

/** An upload whose requests go to one site or another: each answer's location is used wherever the next one goes. */
export class MovingUpload {
  readonly #name: string
  #path: string
  #bytes: Buffer = Buffer.alloc(0)

  private constructor(name: string, path: string) {
    this.#name = name
    this.#path = path
  }

  static async begin(site: Site, name: string): Promise<MovingUpload> {
    return new MovingUpload(name, pathOf(await beginUpload(site, name)))
  }

  /** @param way `chunk` says which bytes it brings, `stream` neither that nor how many */
  async append(site: Site, bytes: Buffer, way: 'chunk' | 'stream' = 'chunk'): Promise<void> {
    const start = this.#bytes.length
    const end = start + bytes.length - 1
    const response =
      way === 'chunk'
        ? await patchUpload(site, this.#path, bytes, { ...octets, 'content-range': `${start}-${end}` })
        : await patchUpload(site, this.#path, [bytes.subarray(0, 10), bytes.subarray(10)], octets)
    const range = response.headers.get('range')
    if (response.status !== 202 || range !== `0-${end}`) {
      throw new Error(`a chunk of ${start}-${end} was answered ${response.status}, ${range}: ${await response.text()}`)
    }
    this.#path = pathOf(locationOf(response))
    this.#bytes = Buffer.concat([this.#bytes, bytes])
  }

  /** The range that is stored, or the status that refuses to tell it. */
  async status(site: Site): Promise<string | number | null> {
    const response = await site.fetch(this.#path)
    return response.status === 204 ? response.headers.get('range') : response.status
  }

  /** @returns the status of the answer */
  async complete(site: Site, last: Buffer = Buffer.alloc(0)): Promise<number> {
    this.#bytes = Buffer.concat([this.#bytes, last])
    const response = await putUpload(site, this.#path, digestOf(this.#bytes), last, octets)
    return response.status
  }

  /** @returns the status of the answer */
  async cancel(site: Site): Promise<number> {
    return (await site.fetch(this.#path, { method: 'DELETE' })).status
  }

  /** Whether a site has the blob with exactly the bytes that were sent. */
  async isStoredAt(site: Site): Promise<boolean> {
    return (await readBlob(site, this.#name, digestOf(this.#bytes)))?.equals(this.#bytes) === true
  }
}
