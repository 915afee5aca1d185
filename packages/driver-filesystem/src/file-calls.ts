import fs, { type Dirent, type Stats } from 'node:fs'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { isMissing } from './error-mapping.ts'
import { isQuickToRead, isQuickToUnlink, removeIfQuick } from './freeing.ts'

/** What is there at once, or comes from a thread. */
export type Awaitable<Result> = Result | Promise<Result>

/**
 * Calls of the operating system: made at once where that costs less than handing them to a thread, and handed to one where
 * they may have to wait for a disk or for another machine. A disk has one set of them, chosen when the store is opened.
 */
export interface FileCalls {
  readonly open: (file: string, flags: number, mode?: number) => Awaitable<number>
  /** Opens a file that was given its name just now, so that all about it is in memory. */
  readonly openRenamed: (file: string, flags: number) => Awaitable<number>
  /** Opens a directory in which something was changed just now, so that it is in memory. */
  readonly openDirectory: (directory: string) => Awaitable<number>
  /** Opens a file that does not exist yet. */
  readonly create: (file: string, flags: number, mode: number) => Awaitable<number>
  readonly close: (descriptor: number) => Awaitable<void>
  readonly statDescriptor: (descriptor: number) => Awaitable<Stats>
  /**
   * Names a file's bytes: other bytes have another time of change, another file has another number.
   * Of a file that was opened for writing only: its inode is in memory.
   */
  readonly version: (descriptor: number) => Awaitable<string>
  /** Follows no link; undefined when there is nothing. */
  readonly look: (file: string) => Awaitable<Stats | undefined>
  /** The same of a file that this process has open, so that all about it is in memory. */
  readonly lookAtOpen: (file: string) => Awaitable<Stats | undefined>
  /** What is in a directory that was made or changed a moment ago; nothing where there is none. */
  readonly entries: (directory: string) => Awaitable<readonly Dirent[]>
  readonly realpath: (file: string) => Awaitable<string>
  readonly read: (descriptor: number, target: Uint8Array, position: number) => Awaitable<number>
  readonly write: (descriptor: number, chunks: readonly Uint8Array[], position: number) => Awaitable<number>
  readonly makeDirectory: (directory: string) => Awaitable<void>
  /** Makes those above too. @returns the topmost one that was missing */
  readonly makeDirectories: (directory: string) => Awaitable<string | undefined>
  readonly rename: (file: string, target: string) => Awaitable<void>
  readonly unlink: (file: string) => Awaitable<void>
  /** Deletes a directory with all that is in it. */
  readonly removeAll: (directory: string) => Awaitable<void>
  /** Sets the time of change to now. */
  readonly touch: (descriptor: number) => Awaitable<void>
}

/** Bytes up to which copying them costs less than handing the call to a thread does. */
const smallBytes = 64 * 1024

// A file that was on its way into the directory when that was deleted may come after it was emptied.
const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 1 }

const readDirectoryInThread = promisify(fs.readdir)
const lookInThread = promisify(fs.lstat)
const versionInThread = promisify(fs.fstat)
const readInThread = promisify(fs.read)
const writeInThread = promisify(fs.writev)
const openInThread = promisify(fs.open)
const touchInThread = promisify(fs.futimes)
const makeInThread = promisify(fs.mkdir)

const directoryFlags = fs.constants.O_RDONLY | fs.constants.O_DIRECTORY

/** Each call in a thread: for disks of which nothing is known, and those that are reached over a network. */
export const handedOver: FileCalls = {
  open: openInThread,
  openRenamed: openInThread,
  openDirectory: (directory) => openInThread(directory, directoryFlags),
  create: openInThread,
  close: promisify(fs.close),
  statDescriptor: promisify(fs.fstat),
  version: async (descriptor) => versionOf(await versionInThread(descriptor, { bigint: true })),
  look,
  lookAtOpen: look,
  entries: readDirectory,
  // The promise form walks the path in JavaScript, the native one asks the system once.
  realpath: promisify(fs.realpath.native),
  read: async (descriptor, target, position) =>
    (await readInThread(descriptor, target, 0, target.length, position)).bytesRead,
  write: async (descriptor, chunks, position) => (await writeInThread(descriptor, chunks, position)).bytesWritten,
  makeDirectory: async (directory) => {
    await makeInThread(directory)
  },
  makeDirectories: (directory) => makeInThread(directory, { recursive: true }),
  rename: promisify(fs.rename),
  unlink: promisify(fs.unlink),
  removeAll: (directory) => rm(directory, removal),
  touch: (descriptor) => touchInThread(descriptor, new Date(), new Date()),
}

/** Each call at once, but for large reads and writes: for what lies in memory. */
export const immediate: FileCalls = {
  open: fs.openSync,
  openRenamed: fs.openSync,
  openDirectory: (directory) => fs.openSync(directory, directoryFlags),
  create: fs.openSync,
  close: fs.closeSync,
  statDescriptor: (descriptor) => fs.fstatSync(descriptor),
  version: (descriptor) => versionOf(fs.fstatSync(descriptor, { bigint: true })),
  look: lookAtOnce,
  lookAtOpen: lookAtOnce,
  entries: readDirectoryAtOnce,
  realpath: (file) => fs.realpathSync.native(file),
  read: (descriptor, target, position) =>
    target.length > smallBytes
      ? handedOver.read(descriptor, target, position)
      : fs.readSync(descriptor, target, 0, target.length, position),
  write: (descriptor, chunks, position) =>
    isSmall(chunks) ? fs.writevSync(descriptor, chunks, position) : handedOver.write(descriptor, chunks, position),
  makeDirectory: (directory) => {
    fs.mkdirSync(directory)
  },
  makeDirectories: (directory) => fs.mkdirSync(directory, { recursive: true }),
  rename: fs.renameSync,
  unlink: (file) => {
    if (isQuickToUnlink(file)) fs.unlinkSync(file)
    else return handedOver.unlink(file)
  },
  removeAll: (directory) => {
    if (!removeIfQuick(directory)) return handedOver.removeAll(directory)
  },
  touch: (descriptor) => {
    fs.futimesSync(descriptor, new Date(), new Date())
  },
}

export function isSmall(chunks: readonly Uint8Array[]): boolean {
  let bytes = 0
  for (const chunk of chunks) bytes += chunk.length
  return bytes <= smallBytes
}

function versionOf({ ino, mtimeNs }: { readonly ino: bigint; readonly mtimeNs: bigint }): string {
  return `${ino}.${mtimeNs}`
}

async function look(file: string): Promise<Stats | undefined> {
  try {
    return await lookInThread(file)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function lookAtOnce(file: string): Stats | undefined {
  try {
    // An error that nobody makes costs nothing: what is asked for most is missing.
    return fs.lstatSync(file, { throwIfNoEntry: false })
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function readDirectory(directory: string): Promise<readonly Dirent[]> {
  try {
    return await readDirectoryInThread(directory, { withFileTypes: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function readDirectoryAtOnce(directory: string): Awaitable<readonly Dirent[]> {
  try {
    if (!isQuickToRead(directory)) return readDirectory(directory)
    return fs.readdirSync(directory, { withFileTypes: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
