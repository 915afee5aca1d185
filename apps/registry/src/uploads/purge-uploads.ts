import {
  baseName,
  isDriverError,
  joinPath,
  parentPath,
  type StorageDriver,
  type StoragePath,
} from '@moorage/driver-core'
import { repositoriesRoot } from '../storage/layout.ts'
import { deleteIfPresent, getContentIfPresent } from '../storage/link.ts'

export interface PurgeOptions {
  /** Uploads that began before this are deleted. */
  readonly before: Date
  /** Only tell what would be deleted. */
  readonly dryRun: boolean
  readonly signal: AbortSignal
}

/**
 * Deletes uploads that nobody has finished.
 * @returns the folders of the uploads, as they are deleted
 */
export async function* purgeUploads(driver: StorageDriver, options: PurgeOptions): AsyncGenerator<StoragePath> {
  const { before, dryRun, signal } = options
  for await (const folder of uploadFolders(driver, signal)) {
    const startedAt = await startOf(driver, folder)
    if (startedAt === undefined) {
      // A process was killed between making the folder and noting the start, or is about to note it: its age counts from now on.
      if (!dryRun) await noteStart(driver, folder)
      continue
    }
    if (startedAt >= before) continue
    if (!dryRun) await deleteIfPresent(driver, folder)
    yield folder
  }
}

async function* uploadFolders(driver: StorageDriver, signal: AbortSignal): AsyncGenerator<StoragePath> {
  try {
    for await (const entry of driver.walk(repositoriesRoot, { descend: leadsToUploads, signal })) {
      if (entry.kind === 'directory' && isUploadFolder(entry.path)) yield entry.path
    }
  } catch (error) {
    if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
  }
}

/** Tags, links and layers are left out: the walk grows with repositories and uploads alone. */
function leadsToUploads(directory: StoragePath): boolean {
  const name = baseName(directory)
  return name === '_uploads' || (!name.startsWith('_') && !isUploadFolder(directory))
}

/** By its place, not its name: a repository may be named like an upload. */
function isUploadFolder(directory: StoragePath): boolean {
  return baseName(parentPath(directory)) === '_uploads'
}

async function noteStart(driver: StorageDriver, folder: StoragePath): Promise<void> {
  const startedAt = `${new Date().toISOString().slice(0, 19)}Z`
  await driver.putContent(joinPath(folder, 'startedat'), Buffer.from(startedAt), { durable: false })
}

/** When the upload began; where that was never written down, when its youngest file was written. */
async function startOf(driver: StorageDriver, folder: StoragePath): Promise<Date | undefined> {
  const content = await getContentIfPresent(driver, joinPath(folder, 'startedat'))
  const startedAt = new Date(content === undefined ? '' : Buffer.from(content).toString('latin1'))
  if (!Number.isNaN(startedAt.getTime())) return startedAt
  let youngest: Date | undefined
  try {
    for await (const entry of driver.walk(folder)) {
      if (entry.kind === 'file' && (youngest === undefined || entry.modifiedAt > youngest)) youngest = entry.modifiedAt
    }
  } catch (error) {
    if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
  }
  return youngest
}
