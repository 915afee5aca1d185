import { maskText } from '../logging/mask-text.ts'

export const mask = '***'

const secretName = /secret|passw|passphrase|token|credential|accesskey|accountkey|privatekey|authorization|cookie/i

/** Whether the value of a key of this name must not be shown. A name that ends in `file` or `path` says where a secret lies. */
export function isSecretName(name: string): boolean {
  const known = knownNames.get(name)
  if (known !== undefined) return known
  const isSecret = secretName.test(name) && !/(?:file|path)$/i.test(name)
  if (knownNames.size < mostKnownNames) knownNames.set(name, isSecret)
  return isSecret
}

/** The same few names are asked for with every line of the log. */
const knownNames = new Map<string, boolean>()
const mostKnownNames = 1000

/** A copy in which every secret is replaced by `***`, at any depth. */
export function maskSecrets(value: unknown): unknown {
  if (typeof value === 'string') return maskText(value)
  if (Array.isArray(value)) return value.map(maskSecrets)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, isSecretName(key) ? maskWhole(entry) : maskSecrets(entry)]),
  )
}

function maskWhole(value: unknown): unknown {
  return value === '' || value === undefined || value === null ? value : mask
}
