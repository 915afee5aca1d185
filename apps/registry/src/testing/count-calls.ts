import type { StorageDriver } from '@moorage/driver-core'

/** Decorates a driver so that each call that names a path is noted, such as `createReader /a/data`. */
export function countCalls(driver: StorageDriver, calls: string[]): StorageDriver {
  return new Proxy(driver, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target)
      if (typeof value !== 'function') return value
      return (...parameters: unknown[]): unknown => {
        if (typeof parameters[0] === 'string') calls.push(`${String(property)} ${parameters[0]}`)
        return Reflect.apply(value, target, parameters)
      }
    },
  })
}
