import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const digestPattern = /^sha256:([0-9a-f]{2})([0-9a-f]{62})$/

/** All that is wrong with a store at rest: links that are not whole or lead nowhere, blobs of other bytes than their digest's. */
export async function storeFaults(root: string): Promise<string[]> {
  const base = join(root, 'docker', 'registry', 'v2')
  const files = await filesBelow(base)
  const present = new Set(files)
  const faults: string[] = []
  for (const file of files) {
    const fault = await faultOf(file, await readFile(join(base, file)), present)
    if (fault !== undefined) faults.push(`${file}: ${fault}`)
  }
  return faults
}

/**
 * What is wrong with one file of a store; undefined for nothing.
 * @param file path below the layout's root
 * @param present all such paths
 */
export async function faultOf(
  file: string,
  content: Buffer,
  present: ReadonlySet<string>,
): Promise<string | undefined> {
  const blob = /^blobs\/sha256\/([0-9a-f]{2})\/(\1[0-9a-f]{62})\/data$/.exec(file)
  if (blob !== null) {
    const actual = createHash('sha256').update(content).digest('hex')
    return actual === blob[2] ? undefined : `its ${content.length} bytes are those of ${actual}`
  }
  if (/\/_uploads\/[0-9a-f-]{36}\//.test(file)) return undefined
  if (/\/_referrers\/sha(?:256\/[0-9a-f]{64}|512\/[0-9a-f]{128})\/sha(?:256|512)-[0-9a-f]+$/.test(file)) {
    return isDescriptor(content) ? undefined : 'it is no descriptor'
  }
  if (!file.endsWith('/link')) return 'it is no file of the layout'
  const target = digestPattern.exec(content.toString('latin1'))
  if (target === null) return faultOfTag(file, content, present)
  const [, first = '', rest = ''] = target
  if (!present.has(`blobs/sha256/${first}/${first}${rest}/data`))
    return `there is no blob ${content.toString('latin1')}`
  return faultOfTag(file, content, present)
}

/** A tag may name a manifest by its sha512 digest, which has a link of its own. */
function faultOfTag(file: string, content: Buffer, present: ReadonlySet<string>): string | undefined {
  const text = content.toString('latin1')
  const [algorithm = '', digits = ''] = text.split(':')
  const isDigest = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text)
  const tag = /^(.*\/_manifests)\/tags\/[^/]+\/(current\/link$|index\/)/.exec(file)
  if (tag === null) return digestPattern.test(text) ? undefined : `it holds ${JSON.stringify(text)}`
  if (!isDigest) return `it holds ${JSON.stringify(text)}`
  const isCurrent = tag[2]?.startsWith('current') === true
  if (!isCurrent || present.has(`${tag[1]}/revisions/${algorithm}/${digits}/link`)) return undefined
  return `there is no manifest ${text}`
}

function isDescriptor(content: Buffer): boolean {
  try {
    const value = JSON.parse(content.toString('utf8')) as { digest?: unknown }
    return typeof value.digest === 'string'
  } catch {
    return false
  }
}

/** Paths from `root` on; what is deleted meanwhile is passed over. */
export async function filesBelow(root: string): Promise<string[]> {
  const found: string[] = []
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) await walk(path)
      else found.push(path)
    }
  }
  try {
    await walk('')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  return found
}
