import type { WrongLine } from './names/parse-lines.ts'

const mostTold = 1000
const mostInOneWarning = 5
const longestShown = 60

/** Warns of each line that is no name once, however often the file is read. */
export class WrongLineWarnings {
  readonly #path: string
  readonly #warn: (message: string) => void
  readonly #told = new Set<string>()

  constructor(path: string, warn: (message: string) => void) {
    this.#path = path
    this.#warn = warn
  }

  tell(lines: readonly WrongLine[]): void {
    const untold = lines.filter(({ text }) => !this.#told.has(text))
    if (untold.length === 0 || this.#told.size >= mostTold) return
    for (const { text } of untold) this.#told.add(text)
    const some = untold.slice(0, mostInOneWarning).map(({ number, text }) => `line ${number} (${show(text)})`)
    const others = untold.length > some.length ? ` and ${untold.length - some.length} more` : ''
    this.#warn(
      `${this.#path}: ${some.join(', ')}${others} cannot be the name of a repository: ` +
        'ignored, and left out when the file is written again',
    )
  }
}

function show(text: string): string {
  return JSON.stringify(text.length > longestShown ? `${text.slice(0, longestShown)}...` : text)
}
