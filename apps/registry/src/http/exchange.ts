import { randomUUID } from 'node:crypto'
import type { RegistryServices } from '../registry-services.ts'
import { type Body, bodyOf } from './body.ts'
import type { HttpRequest, HttpResponse } from './http-types.ts'
import { LinkBuilder } from './link-builder.ts'

/** One request, as an end point sees it. */
export class Exchange {
  readonly request: HttpRequest
  readonly services: RegistryServices
  readonly id: string = randomUUID()
  readonly #startedAt = performance.now()
  /** The part of the URL behind `?`, without it. */
  readonly #search: string
  readonly #response: HttpResponse
  #query: URLSearchParams | undefined
  #links: LinkBuilder | undefined
  #abort: AbortController | undefined

  constructor(request: HttpRequest, response: HttpResponse, search: string, services: RegistryServices) {
    this.request = request
    this.#response = response
    this.#search = search
    this.services = services
  }

  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.#search)
    return this.#query
  }

  /** Builds the URLs that answers carry. */
  get links(): LinkBuilder {
    this.#links ??= new LinkBuilder(this.request, this.services.configuration.http)
    return this.#links
  }

  /** Aborts when the client goes away before its answer is complete. */
  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      const abort = new AbortController()
      this.#response.once('close', () => {
        // Of an HTTP/2 response whose stream was reset Node says that it is finished, yet not that it was ended.
        if (!this.#response.writableEnded || !this.#response.writableFinished) abort.abort()
      })
      this.#abort = abort
    }
    return this.#abort.signal
  }

  /** A header's value; of several, the first. */
  header(name: string): string | undefined {
    const value = this.request.headers[name]
    return Array.isArray(value) ? value[0] : value
  }

  /** Whether the request announces a body of at least one byte, or one of unknown length. */
  get hasBody(): boolean {
    const length = this.contentLength
    return length === undefined ? this.#isChunked : length > 0
  }

  /** Bytes of the body, where the request says so. */
  get contentLength(): number | undefined {
    const text = this.header('content-length')
    return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text)
  }

  /** The body as it arrives, read no faster than it is asked for. */
  body(): Body {
    return bodyOf(this.request)
  }

  /** Milliseconds since the request came. */
  get elapsedMs(): number {
    return performance.now() - this.#startedAt
  }

  /** Address and port of whoever holds the connection: a proxy's, where there is one. */
  get remoteAddress(): string {
    const { remoteAddress, remotePort } = this.request.socket
    return remoteAddress === undefined ? '' : `${remoteAddress}:${remotePort ?? 0}`
  }

  get #isChunked(): boolean {
    // HTTP/2 has no Transfer-Encoding: a stream that has not ended with its headers has a body.
    return (
      this.request.headers['transfer-encoding'] !== undefined ||
      (this.request.httpVersionMajor === 2 && !this.request.readableEnded)
    )
  }
}
