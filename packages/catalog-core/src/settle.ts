import type { Catalog, OperationOptions } from './catalog.ts'
import type { RepositorySource } from './repository-source.ts'

const lookedAtAtOnce = 16

/** A name, and whether storage has a repository of it. */
export interface Finding {
  readonly name: string
  readonly isThere: boolean
}

/** Asks storage about `names`. */
export async function look(
  source: RepositorySource,
  names: readonly string[],
  options: OperationOptions = {},
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (let start = 0; start < names.length; start += lookedAtAtOnce) {
    const some = names.slice(start, start + lookedAtAtOnce)
    findings.push(
      ...(await Promise.all(some.map(async (name) => ({ name, isThere: await source.has(name, options) })))),
    )
  }
  return findings
}

/**
 * Writes what was found into the catalog. A repository may come or go meanwhile, and whoever pushes or deletes records
 * it after storage has changed: so storage is asked again after each change, until it answers the same.
 */
export async function settle(
  catalog: Catalog,
  source: RepositorySource,
  findings: readonly Finding[],
  options: OperationOptions = {},
): Promise<void> {
  let unsettled = findings
  while (unsettled.length > 0) {
    const written = new Map(unsettled.map(({ name, isThere }) => [name, isThere]))
    await catalog.add(namesOf(unsettled, true), options)
    await catalog.remove(namesOf(unsettled, false), options)
    const found = await look(source, [...written.keys()], options)
    unsettled = found.filter(({ name, isThere }) => written.get(name) !== isThere)
  }
}

function namesOf(findings: readonly Finding[], isThere: boolean): readonly string[] {
  return findings.filter((finding) => finding.isThere === isThere).map(({ name }) => name)
}
