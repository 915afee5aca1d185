import { resolve as resolveModule } from 'import-meta-resolve'
import { isAbsolute, resolve as resolvePath } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface LoadPartOptions {
  /**
   * Places from which a package is looked up, in this order: file URLs such as `import.meta.url`, or folders.
   * A relative file name is taken from the last one. Default: the current folder.
   */
  readonly from?: readonly string[] | undefined
}

/** What the package of a part exports by default. */
export interface PartDefinition {
  readonly contractVersion: 1
  readonly options: unknown
  readonly create: unknown
}

/** One kind of part, such as storage drivers. */
export interface PartKind {
  /** Such as `driver`: the part `cos` is the package `@moorage/driver-cos`. */
  readonly word: string
  /** Other names of parts, and the names that their packages have. */
  readonly aliases: Readonly<Record<string, string>>
  /** The function that makes a definition, for messages. */
  readonly madeBy: string
  /** The error for a part that cannot be loaded. */
  toError(name: string, message: string, cause?: unknown): Error
}

/**
 * Finds a part by the name a configuration gives it: a short name is a package of ours; a name with `/`, `.` or a
 * leading `@` is a package or a file to import.
 * @throws what `kind.toError` makes of a sentence that says which package, why, and how to install it
 */
export async function loadPart<Definition extends PartDefinition>(
  kind: PartKind,
  name: string,
  options: LoadPartOptions = {},
): Promise<Definition> {
  const specifier = partPackage(kind, name)
  const url = locate(specifier, options.from ?? [process.cwd()])
  if (url === undefined) {
    throw kind.toError(
      name,
      `the package ${specifier} is not installed: run "npm install ${specifier}" in ${process.cwd()}`,
    )
  }
  let module: { default?: unknown }
  try {
    module = (await import(url)) as { default?: unknown }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw kind.toError(name, `the package ${specifier} could not be loaded: ${reason}`, cause)
  }
  if (!isPart(module.default)) {
    throw kind.toError(
      name,
      `the package ${specifier} is no ${kind.word}: its default export must come from ${kind.madeBy}()`,
    )
  }
  return module.default as Definition
}

function isPart(value: unknown): value is PartDefinition {
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

function partPackage(kind: PartKind, name: string): string {
  if (/[/.]|^@/.test(name)) return name
  return `@moorage/${kind.word}-${kind.aliases[name] ?? name}`
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
