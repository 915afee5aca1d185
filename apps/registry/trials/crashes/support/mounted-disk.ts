import { mkdir } from 'node:fs/promises'
import { runCommand } from '../../../clients/support/run-command.ts'
import { findSkipReason } from '../../../clients/support/skip-reason.ts'
import type { TrialStore } from './trial-registry.ts'

/**
 * Makes the store a small disk of its own, in memory; it is unmounted with the trial.
 * @returns why that cannot be done here, or undefined when it is done
 */
export async function mountDisk(store: TrialStore, sizeMiB: number): Promise<string | undefined> {
  const reason = await findSkipReason(['mount', 'umount'], { asRoot: true })
  if (reason !== undefined) return reason
  await mkdir(store.root)
  try {
    await runCommand('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'tmpfs', store.root])
  } catch (error) {
    // Root of a container may not mount.
    return `no disk can be mounted: ${String(error)}`
  }
  store.defer(() => runCommand('umount', [store.root]))
  return undefined
}

export async function remountDisk(store: TrialStore, mode: 'ro' | 'rw'): Promise<void> {
  await runCommand('mount', ['-o', `remount,${mode}`, store.root])
}
