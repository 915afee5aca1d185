import type { OwnChange, Report } from './messages.ts'

/** What a process was told of its names in the catalog: what must be there, and what may be. */
export class OwnNames {
  readonly #there = new Set<string>()
  #begun: OwnChange | undefined

  note(report: Report): void {
    if (report.kind === 'began') this.#begun = report.change
    if (report.kind !== 'made') return
    this.#begun = undefined
    for (const name of report.change.names) {
      if (report.change.isThere) this.#there.add(name)
      else this.#there.delete(name)
    }
  }

  /** What is wrong with `found`, the names of this process that a catalog has. Half a change may be made. */
  faults(found: ReadonlySet<string>): readonly string[] {
    const begun = new Set(this.#begun?.names)
    return [
      ...[...this.#there].filter((name) => !found.has(name) && !begun.has(name)).map((name) => `lost: ${name}`),
      ...[...found].filter((name) => !this.#there.has(name) && !begun.has(name)).map((name) => `stray: ${name}`),
    ]
  }
}
