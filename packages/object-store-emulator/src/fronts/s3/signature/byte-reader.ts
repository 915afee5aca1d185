import { ServiceError } from '../../service-error.ts'

/** Reads lines and counted bytes from a stream. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array()

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** A line without its end; the end of the stream ends one as well. */
  async line(mostBytes: number): Promise<string> {
    let text = Buffer.alloc(0)
    for (;;) {
      const end = this.#rest.indexOf(0x0a)
      text = Buffer.concat([text, end === -1 ? this.#rest : this.#rest.subarray(0, end)])
      if (text.length > mostBytes + 1) throw cutOff('a line is too long')
      if (end !== -1) {
        this.#rest = this.#rest.subarray(end + 1)
        break
      }
      if (!(await this.#more())) break
    }
    return text.toString('latin1').replace(/\r$/, '')
  }

  async *bytes(count: number): AsyncGenerator<Uint8Array> {
    let missing = count
    while (missing > 0) {
      if (this.#rest.length === 0 && !(await this.#more())) throw cutOff('a chunk is cut off')
      const bytes = this.#rest.subarray(0, missing)
      this.#rest = this.#rest.subarray(bytes.length)
      missing -= bytes.length
      if (bytes.length > 0) yield bytes
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next()
    this.#rest = next.done === true ? new Uint8Array() : next.value
    return next.done !== true
  }
}

const cutOff = (detail: string): ServiceError => new ServiceError('IncompleteBody', { detail })
