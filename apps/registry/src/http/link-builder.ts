import type { HttpConfiguration } from '../config/configuration.ts'
import type { Digest } from '../names/digest.ts'
import type { HttpRequest } from './http-types.ts'

const hostPattern = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/

/**
 * URLs of this registry, as the client that asked can reach them: from `http.host`, else from `Forwarded`,
 * `X-Forwarded-Proto` and `X-Forwarded-Host`, else from the request itself; or only a path with `http.relativeurls`.
 */
export class LinkBuilder {
  /** What stands in front of a repository's name, with a host where one is known. */
  readonly #base: string

  constructor(request: HttpRequest, http: HttpConfiguration) {
    this.#base = `${origin(request, http)}${http.prefix === '' ? '/' : http.prefix}v2/`
  }

  manifest(name: string, reference: string): string {
    return `${this.#base}${name}/manifests/${reference}`
  }

  blob(name: string, digest: Digest): string {
    return `${this.#base}${name}/blobs/${digest}`
  }

  upload(name: string, id: string, state: string): string {
    return `${this.#base}${name}/blobs/uploads/${id}?_state=${encodeURIComponent(state)}`
  }

  /** RFC 8288 `Link` value for the next page of a listing; a path, as the Go registry's is. */
  nextPage(path: string, query: URLSearchParams): string {
    const base = this.#base.replace(/^https?:\/\/[^/]*/i, '')
    return `<${base}${path}?${query.toString()}>; rel="next"`
  }
}

function origin(request: HttpRequest, http: HttpConfiguration): string {
  if (http.host !== '') return http.host.replace(/\/+$/, '')
  if (http.relativeurls) return ''
  const forwarded = parseForwarded(first(request.headers['forwarded']))
  const proto = forwarded.proto ?? first(request.headers['x-forwarded-proto'])
  const host = forwarded.host ?? first(request.headers['x-forwarded-host']) ?? authority(request)
  // Without a usable host a path alone is right whatever the client called us.
  if (host === undefined || !hostPattern.test(host)) return ''
  return `${isScheme(proto) ? proto : ownScheme(request)}://${host}`
}

function authority(request: HttpRequest): string | undefined {
  return first(request.headers[':authority'] ?? request.headers.host)
}

function ownScheme(request: HttpRequest): 'http' | 'https' {
  return 'encrypted' in request.socket && request.socket.encrypted ? 'https' : 'http'
}

function isScheme(text: string | undefined): text is 'http' | 'https' {
  return text === 'http' || text === 'https'
}

/** The first element of a list-valued header: the proxy nearest to the client. */
function first(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value[0] : value
  return text?.split(',')[0]?.trim()
}

/** RFC 7239: `proto` and `host` of the first element. */
function parseForwarded(element: string | undefined): { proto?: string; host?: string } {
  const result: { proto?: string; host?: string } = {}
  for (const pair of element?.split(';') ?? []) {
    const [name, value] = pair.split('=', 2).map((part) => part.trim())
    const text = value?.replace(/^"(.*)"$/, '$1')
    if (text === undefined) continue
    if (name?.toLowerCase() === 'proto') result.proto = text.toLowerCase()
    if (name?.toLowerCase() === 'host') result.host = text
  }
  return result
}
