import { createReadStream } from 'node:fs'
import { mkdir, open, rename, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Journal } from './journal.ts'

/** A file with an entry in JSON on each line. Entries that come at once are written at once. */
export class FolderJournal<Entry> implements Journal<Entry> {
  readonly #file: FileHandle
  #waiting: string[] = []
  #writing: Promise<void> = Promise.resolve()

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** Begins a file anew with some entries, and takes the place of the old file when all of them are written. */
  static async create<Entry>(path: string, entries: Iterable<Entry>): Promise<FolderJournal<Entry>> {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(`${path}.new`, 'w')
    let lines: string[] = []
    for (const entry of entries) {
      lines.push(toLine(entry))
      if (lines.length < 1000) continue
      await file.appendFile(lines.join(''))
      lines = []
    }
    await file.appendFile(lines.join(''))
    await rename(`${path}.new`, path)
    return new FolderJournal(file)
  }

  append(entry: Entry): Promise<void> {
    this.#waiting.push(toLine(entry))
    if (this.#waiting.length === 1) this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async close(): Promise<void> {
    await this.#writing
    await this.#file.close()
  }

  async #write(): Promise<void> {
    const lines = this.#waiting
    this.#waiting = []
    await this.#file.appendFile(lines.join(''))
  }
}

/** The entries of a file; none if there is no file. */
export async function* readJournal<Entry>(path: string): AsyncGenerator<Entry> {
  let number = 0
  let unread: string | undefined
  for await (const line of readLines(path)) {
    if (unread !== undefined) yield parseLine(unread, path, number) as Entry
    unread = line
    number += 1
  }
  // The process may have been killed in the midst of the last line. Nobody was told then that it had been written.
  if (unread !== undefined && isJson(unread)) yield JSON.parse(unread) as Entry
}

async function* readLines(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path)
  try {
    yield* createInterface({ input: stream, crlfDelay: Infinity })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

const toLine = (entry: unknown): string => `${JSON.stringify(entry)}\n`

function parseLine(line: string, path: string, number: number): unknown {
  if (isJson(line)) return JSON.parse(line)
  throw new Error(`Line ${number} of ${path} is no JSON: the file was changed by something else`)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
