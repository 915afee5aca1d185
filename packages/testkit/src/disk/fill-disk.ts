import { open } from 'node:fs/promises'

/** Writes a file until its disk, which should be a small one, has no room for a byte more. */
export async function fillDisk(ballast: string): Promise<void> {
  const block = Buffer.alloc(4096)
  await using handle = await open(ballast, 'w')
  try {
    for (;;) await handle.write(block)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
