import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A mount that goes with its end. */
export interface Mounted extends AsyncDisposable {
  /** @param option such as `ro`, `rw` or `size=8388608` */
  remount(option: string): Promise<void>
}

/**
 * Mounts a disk of memory in a folder, which is made. Only root can.
 * @returns why there can be none, as a text, where it cannot
 */
export async function mountDisk(folder: string, sizeBytes: number): Promise<Mounted | string> {
  await mkdir(folder, { recursive: true })
  return mount(folder, ['-t', 'tmpfs', '-o', `size=${sizeBytes},mode=755`, 'tmpfs', folder])
}

/** Mounts a file, or a folder, in the place of another that exists, as containers have it. Only root can. */
export async function mountBound(source: string, place: string): Promise<Mounted | string> {
  return mount(place, ['--bind', source, place])
}

async function mount(place: string, parameters: readonly string[]): Promise<Mounted | string> {
  try {
    await run('mount', parameters)
  } catch (error) {
    return `nothing can be mounted here: ${error instanceof Error ? error.message : String(error)}`
  }
  return {
    remount: async (option) => {
      await run('mount', ['-o', `remount,${option}`, place])
    },
    [Symbol.asyncDispose]: async () => {
      await run('umount', ['-l', place])
    },
  }
}
