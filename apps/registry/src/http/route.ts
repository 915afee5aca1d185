/** What a path of the distribution API names, or one of the search that is left of the API before it. Names and references are percent-decoded but not checked. */
export type Route =
  | { readonly kind: 'base' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'tags'; readonly name: string }
  | { readonly kind: 'manifest'; readonly name: string; readonly reference: string }
  | { readonly kind: 'blob'; readonly name: string; readonly digest: string }
  | { readonly kind: 'uploads'; readonly name: string }
  | { readonly kind: 'upload'; readonly name: string; readonly id: string }
  | { readonly kind: 'referrers'; readonly name: string; readonly digest: string }
  | { readonly kind: 'searchPing' }
  | { readonly kind: 'search' }

export type RouteKind = Route['kind']

/**
 * Reads a path below `/v2/` (without query), such as `library/alpine/manifests/latest`.
 * A repository's name has slashes and may itself contain `blobs`, `tags` or `manifests`, so the path is read from its end.
 * @returns undefined for a path that is none of the API's
 */
export function matchRoute(path: string): Route | undefined {
  if (path === '') return { kind: 'base' }
  if (path === '_catalog') return { kind: 'catalog' }

  const lastSlash = path.lastIndexOf('/')
  const last = path.slice(lastSlash + 1)
  const before = path.slice(0, Math.max(lastSlash, 0))

  if (last === 'list' && before.endsWith('/tags')) return { kind: 'tags', name: decode(before.slice(0, -5)) }
  if (before.endsWith('/manifests')) {
    return { kind: 'manifest', name: decode(before.slice(0, -10)), reference: decode(last) }
  }
  if (before.endsWith('/referrers')) {
    return { kind: 'referrers', name: decode(before.slice(0, -10)), digest: decode(last) }
  }
  if (before.endsWith('/blobs/uploads')) {
    const name = decode(before.slice(0, -14))
    return last === '' ? { kind: 'uploads', name } : { kind: 'upload', name, id: decode(last) }
  }
  if (before.endsWith('/blobs')) {
    const name = decode(before.slice(0, -6))
    return last === 'uploads' ? { kind: 'uploads', name } : { kind: 'blob', name, digest: decode(last) }
  }
  return undefined
}

/** Reads a path below `/v1/`. @returns undefined for a path that is none of the search's */
export function matchSearchRoute(path: string): Route | undefined {
  if (path === '_ping') return { kind: 'searchPing' }
  if (path === 'search') return { kind: 'search' }
  return undefined
}

/** What is no legal percent-encoding stays as it is, and is refused as the name or reference that it is not. */
function decode(text: string): string {
  if (!text.includes('%')) return text
  try {
    // Slashes separate a name's parts; an encoded one must not become such a separator.
    return text
      .split('/')
      .map((part) => decodeURIComponent(part).replaceAll('/', '%2F'))
      .join('/')
  } catch {
    return text
  }
}
