import { isPathComponent } from '../../storage-path.ts'

/**
 * Stores sort whole keys by their bytes, and `-` and `.` sort before `/`: `a-b` and `a.b` come before `a/…`, the directory `a`, which in the
 * order of names comes before them. These are the only two such letters that a path may have.
 *
 * So before an entry is given, each of its stems (`a` of `a-b`, `v1` and `v1.0` of `v1.0.2`) is looked at: should there be a directory of that
 * name, its turn has come, though the store shows it later. The page that is at hand mostly tells; if it ends before, one request does.
 * @returns the stems of a name, shortest first
 */
export function stemsOf(name: string): string[] {
  const stems: string[] = []
  for (let index = 1; index < name.length; index += 1) {
    const letter = name[index]
    if (letter !== '-' && letter !== '.') continue
    const stem = name.slice(0, index)
    if (isPathComponent(stem)) stems.push(stem)
  }
  return stems
}
