export const mebibyte = 2 ** 20

/** How much work a run does. */
export interface Settings {
  /** Rounds that count; one more is run before them and discarded. */
  readonly rounds: number
  /** Length of a measurement whose work has no end of its own. */
  readonly seconds: number
  readonly largeBlobBytes: number
  readonly tagCount: number
  readonly repositoryCount: number
  /** Processes started one after the other for one figure of the cold start. */
  readonly coldStarts: number
  /** Wait before the memory of an idle process is read. */
  readonly idleMs: number
}

export const fullSettings: Settings = {
  rounds: 3,
  seconds: 1.5,
  largeBlobBytes: 1024 * mebibyte,
  tagCount: 10_000,
  repositoryCount: 10_000,
  coldStarts: 3,
  idleMs: 1000,
}

export const quickSettings: Settings = {
  rounds: 1,
  seconds: 0.8,
  largeBlobBytes: 256 * mebibyte,
  tagCount: 2000,
  repositoryCount: 2000,
  coldStarts: 1,
  idleMs: 500,
}
