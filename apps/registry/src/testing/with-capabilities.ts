import type { DriverCapabilities, StorageDriver } from '@moorage/driver-core'

/** Decorates a driver so that it tells other capabilities than it has. */
export function withCapabilities(driver: StorageDriver, capabilities: DriverCapabilities): StorageDriver {
  return new Proxy(driver, {
    get(target, property) {
      if (property === 'capabilities') return capabilities
      const value: unknown = Reflect.get(target, property, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
