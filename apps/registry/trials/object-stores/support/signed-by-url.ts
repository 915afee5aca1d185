import type { RequestEntry } from '@moorage/object-store-emulator'

/** Whether a request brought its signature in its URL, as one that a registry has sent a client to does. */
export function signedByUrl({ headers, query }: RequestEntry): boolean {
  return headers['authorization'] === undefined && Object.keys(query).some((name) => /signature/i.test(name))
}
