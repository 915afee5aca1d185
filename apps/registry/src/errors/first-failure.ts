/**
 * What failed first, where something that was closed because of it failed too: it says more.
 *
 * Node 22 has no `SuppressedError`; what the compiler makes of `using` then throws an error of that name.
 */
export function firstFailure(error: unknown): unknown {
  const isSuppressing = error instanceof Error && error.name === 'SuppressedError' && 'suppressed' in error
  return isSuppressing ? firstFailure(error.suppressed) : error
}
