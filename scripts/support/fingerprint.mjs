import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, stampFolder } from './repository.mjs'

/**
 * A hash of names and contents, so that a checkout that only touches modification times changes nothing.
 * @param {string[]} paths files and folders, relative to the root; a missing one counts as empty
 */
export function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap(filesBelow)) {
    const content = readFileSync(join(root, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(path) {
  try {
    return readdirSync(join(root, path))
      .toSorted()
      .flatMap((name) => filesBelow(`${path}/${name}`))
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code
    if (code === 'ENOTDIR') return [path]
    if (code === 'ENOENT') return []
    throw error
  }
}

/**
 * The fingerprint that `writeStamp` left, or undefined.
 * @param {string} name
 */
export function readStamp(name) {
  try {
    return readFileSync(join(stampFolder, name), 'utf8')
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function writeStamp(name, value) {
  const file = join(stampFolder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, value)
}
