import type { Digest } from '../names/digest.ts'

/*
 * Who pushes a manifest and who deletes it take turns, as do those who move a tag and those who remove it.
 * Whoever needs both takes the manifest's locks first and the tags' while it holds them: so nobody waits in a circle.
 */

/** @param digests all by which the manifest is known */
export function manifestLocks(name: string, digests: readonly Digest[]): string[] {
  return digests.map((digest) => `${name}@${digest}`)
}

export function tagLock(name: string, tag: string): string {
  return `${name}:${tag}`
}
