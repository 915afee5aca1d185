import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Violation } from '../support/violation.ts'

const digestPattern = /^sha256:[0-9a-f]{64}$/

/** Looks at the files of a store whose registry is dead: each is whole, and what it names is there. */
export class StoreChecker {
  readonly #root: string
  /** Blobs that were read before; none may ever change. */
  readonly #known = new Map<string, string>()

  /** @param root `rootdirectory` */
  constructor(root: string) {
    this.#root = join(root, 'docker', 'registry', 'v2')
  }

  /** @throws Violation */
  async check(): Promise<void> {
    const files = await filesBelow(this.#root)
    const present = new Set(files)
    await Promise.all(files.map((file) => this.#checkFile(file, present)))
  }

  async #checkFile(file: string, present: ReadonlySet<string>): Promise<void> {
    const parts = file.split('/')
    if (parts[0] === 'blobs') return this.#checkBlob(file)
    if (parts.at(-1) === 'link') return this.#checkLink(file, present)
    if (parts.includes('_uploads')) return this.#checkUpload(file)
    if (file.endsWith('/_emptied/mark')) return
    throw new Violation(`${file} is no file of the layout`)
  }

  async #checkBlob(file: string): Promise<void> {
    const match = /^blobs\/sha256\/([0-9a-f]{2})\/(\1[0-9a-f]{62})\/data$/.exec(file)
    if (match === null) throw new Violation(`${file} is no file of the layout`)
    const { ino, size, mtimeMs } = await lstat(join(this.#root, file))
    const state = `${ino} ${size} ${mtimeMs}`
    if (this.#known.get(file) === state) return
    const hash = createHash('sha256')
    await pipeline(createReadStream(join(this.#root, file)), hash)
    if (hash.digest('hex') !== match[2]) throw new Violation(`${file} has ${size} bytes of another digest`)
    this.#known.set(file, state)
  }

  /**
   * A link holds a digest. A manifest's bytes are there, and a tag's manifest is.
   * A layer's bytes need not be: its link alone gives access to nothing.
   */
  async #checkLink(file: string, present: ReadonlySet<string>): Promise<void> {
    const text = await readFile(join(this.#root, file), 'latin1')
    if (!digestPattern.test(text)) throw new Violation(`${file} holds ${JSON.stringify(text)}`)
    const digits = text.slice('sha256:'.length)
    const needed: string[] = []
    if (file.includes('/_manifests/revisions/')) needed.push(`blobs/sha256/${digits.slice(0, 2)}/${digits}/data`)
    const tag = /^(.*\/_manifests)\/tags\/[^/]+\/current\/link$/.exec(file)
    if (tag !== null) needed.push(`${tag[1]}/revisions/sha256/${digits}/link`)
    for (const other of needed) {
      if (!present.has(other)) throw new Violation(`${file} names ${text}, and there is no ${other}`)
    }
  }

  async #checkUpload(file: string): Promise<void> {
    const name = /\/_uploads\/[^/]+\/(.*)$/.exec(file)?.[1] ?? ''
    // Bytes of the upload, whether a writer was at work on them or not.
    if (/^data(?:~partial|~(?:open|copy)-[0-9a-f-]{36})?$/.test(name)) return
    const content = await readFile(join(this.#root, file))
    const text = content.toString('utf8')
    const isWhole =
      name === 'startedat'
        ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)
        : name === 'hashed'
          ? isHashed(text)
          : /^hashstates\/sha256\/\d+$/.test(name) && content.length === 108
    if (!isWhole) throw new Violation(`${file} holds ${JSON.stringify(text.slice(0, 200))}`)
  }
}

function isHashed(text: string): boolean {
  try {
    const { offset, sha256 } = JSON.parse(text) as { offset?: unknown; sha256?: unknown }
    return Number.isSafeInteger(offset) && digestPattern.test(String(sha256))
  } catch {
    return false
  }
}

/** Paths from `root` on. */
async function filesBelow(root: string): Promise<string[]> {
  const files: string[] = []
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true })
    await Promise.all(
      entries.map(async (entry) => {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`
        if (entry.isDirectory()) await walk(path)
        else files.push(path)
      }),
    )
  }
  try {
    await walk('')
  } catch (error) {
    // Killed before the first push.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  return files
}
