import type { DriverError, FileWriter, StorageDriver } from '@moorage/driver-core'

/** A driver between a registry and its store that can be made to fail. */
export interface FailingStore {
  readonly driver: StorageDriver
  /** From now on each call that `choose` has an error for fails with it; writers' calls are `commit`, `close`, `cancel` and `writeFrom`. */
  fail(choose: (call: string, path: string) => DriverError | undefined): void
  /** The store works again. */
  recover(): void
}

const listings: ReadonlySet<string> = new Set(['list', 'walk'])

export function createFailingStore(store: StorageDriver): FailingStore {
  let choose: (call: string, path: string) => DriverError | undefined = () => undefined
  const failing = <Target extends object>(object: Target, pathOf: (parameters: unknown[]) => string): Target =>
    new Proxy(object, {
      get(target, property) {
        const call = String(property)
        const value: unknown = Reflect.get(target, property, target)
        if (typeof value !== 'function') return value
        return (...parameters: unknown[]): unknown => {
          const path = pathOf(parameters)
          const error = choose(call, path)
          if (error !== undefined) return listings.has(call) ? failingListing(error) : Promise.reject(error)
          const result: unknown = Reflect.apply(value, target, parameters)
          if (call !== 'createWriter') return result
          return (result as Promise<FileWriter>).then((writer) => failing(writer, () => path))
        }
      },
    })
  return {
    driver: failing(store, ([path]) => (typeof path === 'string' ? path : '')),
    fail: (chosen) => {
      choose = chosen
    },
    recover: () => {
      choose = () => undefined
    },
  }
}

// oxlint-disable-next-line require-yield -- it fails before it could
async function* failingListing(error: DriverError): AsyncGenerator<never> {
  throw error
}
