import type { StorageDriver, StoragePath } from '@moorage/driver-core'
import { text } from './expectations.ts'

/**
 * Names that a comparison by plain text, or by prefix, takes for one another: in ASCII `-` and `.` sort before `/`.
 * In component order.
 */
export const siblingFiles = ['a/a', 'a/b/c', 'a/b-c', 'a/b.c', 'a-b/a', 'a.b', 'ab', 'ab-', 'b/0/0', 'b/00'] as const

/** `siblingFiles` with the directories that hold them, in component order. */
export const siblingTree = [
  'a',
  'a/a',
  'a/b',
  'a/b/c',
  'a/b-c',
  'a/b.c',
  'a-b',
  'a-b/a',
  'a.b',
  'ab',
  'ab-',
  'b',
  'b/0',
  'b/0/0',
  'b/00',
] as const

/** The direct children of the tree's root, in order. */
export const siblingChildren = ['a', 'a-b', 'a.b', 'ab', 'ab-', 'b'] as const

/** Puts `siblingFiles` into `folder`, in an order that is not theirs. */
export async function putSiblings(driver: StorageDriver, folder: StoragePath): Promise<void> {
  for (const name of siblingFiles.toReversed()) await driver.putContent(`${folder}/${name}`, text(name))
}
