export interface Answer {
  readonly status: number
  /** The value of a header, by its name in lower case. */
  header(name: string): string | undefined
  /** Bytes of the body as they came, chunk sizes included. */
  readonly receivedBytes: number
  /** Empty unless it was asked for. */
  readonly body: Buffer
}

const endOfHead = Buffer.from('\r\n\r\n')
const endOfChunks = Buffer.from('0\r\n\r\n')

/** Reads one answer of HTTP/1.1 and drops its body, at less cost than a whole HTTP client. */
export class ResponseReader {
  readonly #hasBody: boolean
  readonly #keepsBody: boolean
  #headBytes = Buffer.alloc(0)
  #head: string | undefined
  #status = 0
  #lengthBytes: number | undefined
  #receivedBytes = 0
  #parts: Buffer[] = []
  #tail = Buffer.alloc(0)

  constructor(options: { hasBody: boolean; keepsBody: boolean }) {
    this.#hasBody = options.hasBody
    this.#keepsBody = options.keepsBody
  }

  /** @returns the answer once it is complete */
  push(data: Buffer): Answer | undefined {
    return this.#head === undefined ? this.#readHead(data) : this.#readBody(data)
  }

  #readHead(data: Buffer): Answer | undefined {
    const bytes = this.#headBytes.length === 0 ? data : Buffer.concat([this.#headBytes, data])
    const end = bytes.indexOf(endOfHead)
    if (end === -1) {
      this.#headBytes = Buffer.from(bytes)
      return undefined
    }
    this.#head = bytes.toString('latin1', 0, end + 2)
    this.#status = Number(this.#head.slice(9, 12))
    const length = this.#header('content-length')
    this.#lengthBytes = length === undefined ? undefined : Number(length)
    const isEmpty = !this.#hasBody || this.#status === 204 || this.#status === 304 || this.#lengthBytes === 0
    return isEmpty ? this.#answer() : this.#readBody(bytes.subarray(end + 4))
  }

  #readBody(data: Buffer): Answer | undefined {
    this.#receivedBytes += data.length
    // The buffer that it came in is used again for what comes next.
    if (this.#keepsBody) this.#parts.push(Buffer.from(data))
    if (this.#lengthBytes !== undefined) return this.#receivedBytes >= this.#lengthBytes ? this.#answer() : undefined
    this.#tail = Buffer.concat([this.#tail, data]).subarray(-endOfChunks.length)
    return this.#tail.equals(endOfChunks) ? this.#answer() : undefined
  }

  #header(name: string): string | undefined {
    const head = this.#head ?? ''
    return new RegExp(`\r\n${name}: *([^\r]*)`, 'i').exec(head)?.[1]
  }

  #answer(): Answer {
    return {
      status: this.#status,
      header: (name) => this.#header(name),
      receivedBytes: this.#receivedBytes,
      body: Buffer.concat(this.#parts),
    }
  }
}
