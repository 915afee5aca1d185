import type { FileWriter, StorageDriver } from '@moorage/driver-core'

/** How often what was called. */
export type Calls = Readonly<Record<string, number>>

export function totalCalls(calls: Calls): number {
  return Object.values(calls).reduce((sum, count) => sum + count, 0)
}

const verbs: ReadonlySet<string> = new Set([
  'getContent',
  'putContent',
  'createReader',
  'createWriter',
  'writtenSize',
  'stat',
  'list',
  'walk',
  'move',
  'delete',
])

const writerVerbs: ReadonlySet<string> = new Set(['commit', 'cancel', 'close', 'readWritten'])

export interface CountedDriver {
  readonly driver: StorageDriver
  /** What was called since the last time it was asked. */
  readonly take: () => Calls
}

/** Counts calls by verb, those of writers among them. `flush` is left out, and so are the ends of writers that are at their end already. */
export function countDriverCalls(driver: StorageDriver): CountedDriver {
  let counts: Record<string, number> = {}
  const count = (verb: string): void => {
    counts[verb] = (counts[verb] ?? 0) + 1
  }
  const counted = observe(driver, (verb, result) => {
    if (!verbs.has(verb)) return result
    count(verb)
    if (verb !== 'createWriter') return result
    return (result as Promise<FileWriter>).then((writer) => observeWriter(writer, count))
  })
  return {
    driver: counted,
    take() {
      const taken = counts
      counts = {}
      return taken
    },
  }
}

function observeWriter(writer: FileWriter, count: (verb: string) => void): FileWriter {
  return new Proxy(writer, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target)
      if (typeof value !== 'function') return value
      return (...parameters: unknown[]): unknown => {
        if (writerVerbs.has(String(property)) && target.state === 'open') count(String(property))
        return Reflect.apply(value, target, parameters)
      }
    },
  })
}

/** Passes each call on, and what it returns through `note`. */
function observe<Target extends object>(target: Target, note: (verb: string, result: unknown) => unknown): Target {
  return new Proxy(target, {
    get(object, property) {
      const value: unknown = Reflect.get(object, property, object)
      if (typeof value !== 'function') return value
      return (...parameters: unknown[]): unknown => note(String(property), Reflect.apply(value, object, parameters))
    },
  })
}
