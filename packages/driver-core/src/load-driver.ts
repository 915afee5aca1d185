import { resolve as resolveModule } from 'import-meta-resolve'
import { isAbsolute, resolve as resolvePath } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DriverContext, DriverDefinition } from './define-driver.ts'
import { DriverError } from './driver-error.ts'
import { checkPaths } from './kit/check-paths.ts'
import { parseOptions } from './kit/parse-options.ts'
import type { StorageDriver } from './storage-driver.ts'

export interface LoadDriverOptions {
  /**
   * Places from which a package is looked up, in this order: file URLs such as `import.meta.url`, or folders.
   * A relative file name is taken from the last one. Default: the current folder.
   */
  readonly from?: readonly string[] | undefined
}

/** Names the Go registry knows a driver by, where they are not the package's. */
const aliases: Readonly<Record<string, string>> = { inmemory: 'memory', s3aws: 's3', alioss: 'oss' }

/**
 * Finds a driver by the name a configuration gives it: `cos` is the package `@moorage/driver-cos`;
 * a name with `/`, `.` or a leading `@` is a package or a file to import.
 * @throws DriverError `CONFIG_INVALID` that says which package, why, and how to install it
 */
export async function loadDriver(name: string, options: LoadDriverOptions = {}): Promise<DriverDefinition<unknown>> {
  const from = options.from ?? [process.cwd()]
  const specifier = driverPackage(name)
  const url = locate(specifier, from)
  if (url === undefined) {
    throw loadError(
      name,
      `the package ${specifier} is not installed: run "npm install ${specifier}" in ${process.cwd()}`,
    )
  }
  let module: { default?: unknown }
  try {
    module = (await import(url)) as { default?: unknown }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw loadError(name, `the package ${specifier} could not be loaded: ${reason}`, cause)
  }
  if (!isDriverDefinition(module.default)) {
    throw loadError(name, `the package ${specifier} is no driver: its default export must come from defineDriver()`)
  }
  return module.default
}

/**
 * Loads a driver, checks its parameters and opens its store, with every path checked.
 * @param driver the definition that a driver's package exports, or its name
 * @throws DriverError `CONFIG_INVALID` for a driver that cannot be loaded or a parameter that is wrong
 */
export async function createDriver(
  driver: DriverDefinition<unknown> | string,
  parameters: unknown,
  context: DriverContext = {},
  options: LoadDriverOptions = {},
): Promise<StorageDriver> {
  const definition = typeof driver === 'string' ? await loadDriver(driver, options) : driver
  return checkPaths(await definition.create(parseOptions(definition, parameters), context))
}

function driverPackage(name: string): string {
  if (/[/.]|^@/.test(name)) return name
  return `@moorage/driver-${aliases[name] ?? name}`
}

function locate(specifier: string, from: readonly string[]): string | undefined {
  if (specifier.startsWith('.') || isAbsolute(specifier)) {
    const folder = from.at(-1) ?? process.cwd()
    return pathToFileURL(resolvePath(folder, specifier)).href
  }
  for (const place of from) {
    const base = place.startsWith('file:') ? place : pathToFileURL(resolvePath(place, 'anything.js')).href
    try {
      return resolveModule(specifier, base)
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
  return undefined
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
}

function isDriverDefinition(value: unknown): value is DriverDefinition<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'contractVersion' in value &&
    value.contractVersion === 1 &&
    'create' in value &&
    typeof value.create === 'function' &&
    'options' in value
  )
}

function loadError(name: string, message: string, cause?: unknown): DriverError {
  return new DriverError({ code: 'CONFIG_INVALID', driver: name, message, cause })
}
