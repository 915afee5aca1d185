import { isIP } from 'node:net'

/** A host as a configuration names it. */
export interface Host {
  /** `https:` or `http:`, where it is named. */
  readonly protocol: string | undefined
  readonly hostname: string
  /** Empty for the usual one. */
  readonly port: string
  /** Whether it is an address and no name. */
  readonly isAddress: boolean
}

/** Reads `example.com`, `example.com:8443`, `10.0.0.7` or `https://example.com`; undefined for anything else. */
export function parseHost(text: string): Host | undefined {
  const protocol = /^https?:(?=\/\/)/i.exec(text)?.[0].toLowerCase()
  const address = protocol === undefined ? `https://${text}` : text
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  // What a URL can have besides would silently have no effect.
  if (url.pathname !== '/' || url.search + url.hash + url.username + url.password !== '') return undefined
  const { hostname } = url
  // An IPv6 address stands in brackets.
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
  // The parser leaves a scheme's usual port out, which without a named scheme is not known yet.
  const port = url.port === '' && protocol === undefined && /:443\/?$/.test(text) ? '443' : url.port
  return { protocol, hostname, port, isAddress }
}

/** The host as URLs have it. */
export function hostWithPort({ hostname, port }: Host): string {
  return port === '' ? hostname : `${hostname}:${port}`
}

/** The host of a bucket, of one that is named with or without it. */
export function bucketHost(bucket: string, host: Host): string {
  return host.hostname.startsWith(`${bucket}.`) ? hostWithPort(host) : `${bucket}.${hostWithPort(host)}`
}

/** Where to connect for a host that is an address. */
export function addressOf({ hostname, port }: Host, protocol: string): { host: string; port: number } {
  const usualPort = protocol === 'https:' ? 443 : 80
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usualPort : Number(port) }
}
