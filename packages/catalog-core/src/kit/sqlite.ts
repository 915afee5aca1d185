/** What Node's own SQLite exports. */
export type SqliteModule = typeof import('node:sqlite')

let loaded: SqliteModule | undefined

/**
 * Node's own SQLite. Node 22 prints a warning when it is loaded first, that it is experimental; what is used here is the
 * same in Node 24, and a program's users can do nothing about it. So that one warning is held back; any other is not.
 * @returns undefined where Node was built without it
 */
export function loadSqlite(): SqliteModule | undefined {
  loaded ??= withoutWarning(() => process.getBuiltinModule('node:sqlite'))
  return loaded
}

/** @param load ends at once, unlike import(): nobody else's warning comes between */
function withoutWarning<Result>(load: () => Result): Result {
  const emitWarning: unknown = Reflect.get(process, 'emitWarning')
  process.emitWarning = (...parameters: readonly unknown[]): void => {
    const [warning, type] = parameters
    if (type === 'ExperimentalWarning' && String(warning).startsWith('SQLite ')) return
    Reflect.apply(emitWarning as (...all: readonly unknown[]) => void, process, parameters)
  }
  try {
    return load()
  } finally {
    Reflect.set(process, 'emitWarning', emitWarning)
  }
}
