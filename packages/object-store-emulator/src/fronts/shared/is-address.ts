import { isIP } from 'node:net'

/** Whether a host is an address or `localhost`: what stores with the bucket in the path are reached at. */
export function isAddress(host: string): boolean {
  const name = host.replace(/:\d+$/, '')
  return name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0
}
