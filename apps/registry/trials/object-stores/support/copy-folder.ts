import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filesBelow } from '../../hostile-input/support/store-faults.ts'
import type { EmulatedStore } from './emulated-store.ts'

/** Puts every file of a folder into a bucket, its path behind `prefix` as the key. */
export async function copyFolder(folder: string, { bucket }: EmulatedStore, prefix: string): Promise<void> {
  for (const file of await filesBelow(folder)) await bucket.put(`${prefix}${file}`, await readFile(join(folder, file)))
}
