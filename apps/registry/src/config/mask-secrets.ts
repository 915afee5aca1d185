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

/**
 * What the texts of a driver's parameters may be shown of: places and kinds. A driver may be anybody's, and call its secret whatever it
 * likes: a text under any other name is masked.
 */
const publicName =
  /(?:bucket|container|region|zone|endpoint|host|domain|directory|rootdir|prefix|path|file|accountname|appid|tenantid|clientid|keyid|class|acl|level|agent|version|profile|charset|database|socket|timeout|type|mode|encrypt|size|threads|concurrency|secure|verify|sync)$/i

/** A copy of a driver's parameters in which every secret, and every text that may be one, is replaced by `***`. */
export function maskParameters(parameters: unknown): unknown {
  if (typeof parameters === 'string') return maskWhole(parameters)
  if (Array.isArray(parameters)) return parameters.map(maskParameters)
  if (typeof parameters !== 'object' || parameters === null) return parameters
  return Object.fromEntries(
    Object.entries(parameters).map(([key, entry]) => {
      if (isSecretName(key)) return [key, maskWhole(entry)]
      return [key, publicName.test(key) ? maskSecrets(entry) : maskParameters(entry)]
    }),
  )
}

function maskWhole(value: unknown): unknown {
  return value === '' || value === undefined || value === null ? value : mask
}
