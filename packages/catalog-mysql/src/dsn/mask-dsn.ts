/**
 * A DSN as it may be shown. What may be the password is left out even where the DSN cannot be read: all between the
 * first colon and the last `@`, or the end where there is no `@`.
 */
export function maskDsn(dsn: string): string {
  const colon = dsn.indexOf(':')
  const at = dsn.lastIndexOf('@')
  return maskParameters(colon === -1 || (at !== -1 && at < colon) ? dsn : mask(dsn, colon + 1, at))
}

function mask(dsn: string, start: number, end: number): string {
  return `${dsn.slice(0, start)}***${end === -1 ? '' : dsn.slice(end)}`
}

/** Parameters of that kind mean nothing here, but somebody may have thought so. */
function maskParameters(dsn: string): string {
  return dsn.replaceAll(/([?&][^=&]*(?:pass|pwd|secret|token|key)[^=&]*=)[^&]*/gi, '$1***')
}
