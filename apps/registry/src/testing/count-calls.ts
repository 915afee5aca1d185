import type { FileWriter, StorageDriver } from '@moorage/driver-core'

/** Decorates a driver so that each call that names a path is noted, such as `createReader /a/data`; `readWritten` of its writers, too. */
export function countCalls(driver: StorageDriver, calls: string[]): StorageDriver {
  const counted = noteCalls(driver, (method, [path]) => {
    if (typeof path === 'string') calls.push(`${method} ${path}`)
  })
  return new Proxy(counted, {
    get(target, property) {
      if (property !== 'createWriter') return Reflect.get(target, property, target) as unknown
      return async (...parameters: Parameters<StorageDriver['createWriter']>): Promise<FileWriter> =>
        noteCalls(await target.createWriter(...parameters), (method) => {
          if (method === 'readWritten') calls.push(`${method} ${parameters[0]}`)
        })
    },
  })
}

function noteCalls<Target extends object>(
  object: Target,
  note: (method: string, parameters: readonly unknown[]) => void,
): Target {
  return new Proxy(object, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target)
      if (typeof value !== 'function') return value
      return (...parameters: unknown[]): unknown => {
        note(String(property), parameters)
        return Reflect.apply(value, target, parameters)
      }
    },
  })
}
