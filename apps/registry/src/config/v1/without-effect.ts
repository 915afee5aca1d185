import { nearestName } from '../nearest-name.ts'
import type { Environment } from './environment-value.ts'
import type { FlavourSettings } from './flavour-settings.ts'

/** Settings of v1's own that no part of this registry has a use for, besides those of storages that were not chosen. */
const oldNames = new Set(
  [
    'boto bugsnag cache cache_lru cloudfront cors debug email_exceptions flavor hash_algorithm index_endpoint issue',
    'mirroring newrelic oauth2 privileged_key secret_key sqlalchemy_index_database storage_alternate storage_redirect',
    'storage_path s3_use_sigv4 boto_debug boto_proxy boto_proxy_port boto_proxy_user boto_proxy_pass',
    'smtp_host smtp_port smtp_login smtp_password smtp_secure from_addr to_addr',
  ].flatMap((line) => line.split(' ')),
)
/** Looked at only to see that they ask for nothing. */
const checkedNames = new Set(['standalone', 'disable_token_auth'])

/** What the names of a storage's settings begin with. */
const prefixPattern = /^(?:s3|boto|oss|gs|azure|swift|glance|elliptics)_/

/** A sentence for the settings of v1 that have no effect, and one for each that v1 did not have either. */
export function settingsWithoutEffect(settings: FlavourSettings): string[] {
  const { name: flavour, settings: written } = settings.flavour
  const known = [...settings.known].filter((name) => !checkedNames.has(name))
  const unused = Object.keys(written).filter((name) => !known.includes(name) && settings.isSet(name))
  const prefixes = new Set(known.map(prefixOf))
  const isOld = (name: string): boolean => {
    if (oldNames.has(name) || checkedNames.has(name)) return true
    const prefix = prefixOf(name)
    return prefix !== undefined && !prefixes.has(prefix)
  }
  const old = unused.filter(isOld)
  return [
    ...(old.length === 0 ? [] : [`without effect here, of the v1 flavour ${flavour}: ${old.join(', ')}`]),
    ...unused
      .filter((name) => !isOld(name))
      .map((name) => {
        const near = nearestName(name, known)
        return `${flavour}.${name} has no effect: v1 has no such setting${near === undefined ? '' : `; did you mean ${near}?`}`
      }),
  ]
}

function prefixOf(name: string): string | undefined {
  return prefixPattern.exec(name)?.[0]
}

const oldVariables = /^(?:GUNICORN|NEW_RELIC)_/

/** A sentence for the variables of v1's server that are set and have no effect. */
export function variablesWithoutEffect(environment: Environment): string[] {
  const names = Object.keys(environment).filter((name) => oldVariables.test(name) && environment[name] !== undefined)
  return names.length === 0 ? [] : [`without effect here, of the variables of v1: ${names.toSorted().join(', ')}`]
}
