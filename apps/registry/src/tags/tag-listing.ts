import { baseName, parentPath, type StorageDriver, type StoragePath } from '@moorage/driver-core'
import type { Digest } from '../names/digest.ts'
import { isTag } from '../names/tag.ts'
import { tagCurrentLinkPath, tagIndexLinkPath, tagsPath } from '../storage/layout.ts'

/*
 * What a listing of a store tells of tags. On an object store a request lists a thousand files, whatever directories they lie in,
 * and reads one: there tags are known by the files they have.
 */

/** Bytes of a link, which is the text of a digest: of sha256, and of sha512. One of another length is cut, or no link. */
const linkSizes: ReadonlySet<number> = new Set(['sha256:'.length + 64, 'sha512:'.length + 128])

/** Tags that name something, in byte order. @param after only tags behind this one */
export async function* tagsWithLinks(
  driver: StorageDriver,
  name: string,
  after: { readonly tag: string; readonly path: StoragePath | undefined } | undefined,
): AsyncGenerator<string> {
  const directory = tagsPath(name)
  const isHistory = (path: StoragePath): boolean => baseName(path) === 'index' && parentPath(path) !== directory
  const options = { startAfter: after?.path, descend: (path: StoragePath) => !isHistory(path) }
  for await (const entry of driver.walk(directory, options)) {
    const tag = tagOf(directory, entry.path)
    const isLink = entry.kind === 'file' && linkSizes.has(entry.size) && entry.path === tagCurrentLinkPath(name, tag)
    if (isLink && isTag(tag) && (after === undefined || tag > after.tag)) yield tag
  }
}

/** Tags that have named one of the digests, by their history, and those that have no history: all that may name it now. */
export async function tagsWithHistory(
  driver: StorageDriver,
  name: string,
  digests: readonly Digest[],
): Promise<string[]> {
  const directory = tagsPath(name)
  const wanted = new Set<string>()
  const others = new Set<string>()
  const all = new Set<string>()
  for await (const { kind, path } of driver.walk(directory)) {
    const tag = tagOf(directory, path)
    if (!isTag(tag) || kind !== 'file') continue
    all.add(tag)
    if (digests.some((digest) => path === tagIndexLinkPath(name, tag, digest))) wanted.add(tag)
    else if (path !== tagCurrentLinkPath(name, tag)) others.add(tag)
  }
  return [...all].filter((tag) => wanted.has(tag) || !others.has(tag))
}

function tagOf(directory: StoragePath, path: StoragePath): string {
  return path.slice(directory.length + 1).split('/', 1)[0] ?? ''
}
