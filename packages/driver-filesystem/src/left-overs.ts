import { lstat, readdir, rm } from 'node:fs/promises'
import { isMissing } from './error-mapping.ts'

const oldMs = 24 * 60 * 60 * 1000

/**
 * Deletes what dead processes left in the folder of unfinished files. Others may share the store,
 * so only what nobody has written to for a day goes.
 */
export async function sweepLeftOvers(
  folder: string,
  signal: AbortSignal,
  warn: (message: string) => void,
): Promise<void> {
  try {
    const latest = Date.now() - oldMs
    for (const name of await readdir(folder)) {
      if (signal.aborted) return
      await sweepOne(`${folder}/${name}`, latest)
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    warn(`filesystem: left-overs of earlier runs could not be deleted: ${reason}`)
  }
}

async function sweepOne(file: string, latest: number): Promise<void> {
  try {
    const { mtimeMs } = await lstat(file)
    if (mtimeMs < latest) await rm(file, { recursive: true, force: true })
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}
