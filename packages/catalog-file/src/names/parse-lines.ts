import { isRepositoryName } from '@moorage/catalog-core'
import type { SortedNames } from './sorted-names.ts'

/**
 * Stands in lines that a process is at work on, or was when it died, and in no name: such a line is none yet, or none
 * any more. See `disk/append-names.ts` and `disk/blank-lines.ts`.
 */
export const unfinishedMark = '\0'

const byteOrderMark = '\xEF\xBB\xBF'

/** A line that is no name of a repository. */
export interface WrongLine {
  /** From 1. */
  readonly number: number
  readonly text: string
}

export interface ParsedLines {
  readonly names: SortedNames
  readonly wrongLines: readonly WrongLine[]
  /** Whether the file is as this package writes it: sorted, and nothing but names in it. */
  readonly isTidy: boolean
}

/** Reads a list, its bytes one by one as letters (latin1). */
export function parseLines(text: string): ParsedLines {
  const names: string[] = []
  const wrongLines: WrongLine[] = []
  let isAscending = true
  let previous = ''
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    const name = nameOf(line, index)
    if (name === '' || name.includes(unfinishedMark)) continue
    if (!isRepositoryName(name)) {
      wrongLines.push({ number: index + 1, text: name })
      continue
    }
    if (name <= previous) isAscending = false
    previous = name
    names.push(name)
  }
  return {
    names: isAscending ? names : [...new Set(names)].toSorted(),
    wrongLines,
    // A tidy file ends with a line's end, behind which split finds an empty text.
    isTidy: isAscending && text.length === tidyLength(names),
  }
}

/** What a line says, without the spaces around it. */
export function nameOf(line: string, index: number): string {
  return (index === 0 && line.startsWith(byteOrderMark) ? line.slice(byteOrderMark.length) : line).trim()
}

/** The file's content as this package writes it. */
export function formatLines(names: readonly string[]): string {
  return names.map((name) => `${name}\n`).join('')
}

function tidyLength(names: readonly string[]): number {
  return names.reduce((length, name) => length + name.length + 1, 0)
}
