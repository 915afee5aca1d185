import { readFile, readlink, stat, statfs, utimes } from 'node:fs/promises'
import { basename } from 'node:path'
import { diskCalls, memoryCalls } from './disk-calls.ts'
import { type FileCalls, handedOver } from './file-calls.ts'

/** What makes the names in a directory survive a power cut: see docs/decisions/0004-flushing.md. */
export type NameFlushing = 'each-directory' | 'journal' | 'none'

/** How a store works with the disk that it lies on. */
export interface Disk {
  readonly calls: FileCalls
  readonly names: NameFlushing
}

type Kind = 'memory' | 'ext' | 'xfs' | 'other' | 'unknown'

/** `f_type` of statfs(2). What is not among these may be another machine's disk. */
const kinds: ReadonlyMap<number, Kind> = new Map([
  [0x0102_1994, 'memory'], // tmpfs
  [0x8584_58f6, 'memory'], // ramfs
  [0xef53, 'ext'], // ext2, ext3, ext4
  [0x5846_5342, 'xfs'],
  [0x9123_683e, 'other'], // btrfs
  [0xf2f5_2010, 'other'], // f2fs
  [0x2fc1_2fc1, 'other'], // zfs
  [0x794c_7630, 'other'], // overlayfs
])

/** @param folder of the store, without links; `temporary` is a folder in it that is ours */
export async function findDisk(folder: string, temporary: string): Promise<Disk> {
  const kind = await kindOf(folder)
  if (kind === 'memory') return { calls: memoryCalls(), names: 'none' }
  if (kind === 'unknown') return { calls: handedOver, names: 'each-directory' }
  const isOrdered = kind === 'xfs' || (kind === 'ext' && (await hasExtJournal(folder)))
  return { calls: diskCalls(), names: isOrdered && (await canTouch(temporary)) ? 'journal' : 'each-directory' }
}

async function kindOf(folder: string): Promise<Kind> {
  try {
    if (process.platform !== 'linux' || (await hasDisksBelow(folder))) return 'unknown'
    return kinds.get((await statfs(folder)).type >>> 0) ?? 'unknown'
  } catch {
    // A system that does not tell what it has.
    return 'unknown'
  }
}

/** Whether a folder of the store is a disk of its own. */
async function hasDisksBelow(folder: string): Promise<boolean> {
  const prefix = folder === '/' ? '/' : `${folder}/`
  const table = await readFile('/proc/self/mountinfo', 'utf8')
  return table.split('\n').some((line) => {
    const place = line
      .split(' ')[4]
      ?.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 8)))
    return place !== undefined && place.length > prefix.length && place.startsWith(prefix)
  })
}

/** ext2 has no journal, and ext4 can be made without one; statfs tells them not apart. */
async function hasExtJournal(folder: string): Promise<boolean> {
  const { dev } = await stat(folder, { bigint: true })
  // As makedev(3) puts them together.
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xffff_f000n)
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffff_ff00n)
  try {
    const device = basename(await readlink(`/sys/dev/block/${major}:${minor}`))
    return /^\d+$/.test((await readFile(`/sys/fs/ext4/${device}/journal_task`, 'latin1')).trim())
  } catch {
    return false
  }
}

/** The shared flush touches the folder for temporary files, which only its owner may. */
async function canTouch(temporary: string): Promise<boolean> {
  try {
    const now = new Date()
    await utimes(temporary, now, now)
    return true
  } catch {
    return false
  }
}
