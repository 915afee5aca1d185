import { notSupported } from '../schema/refused.ts'
import type { FlavourSettings } from './flavour-settings.ts'

/** What was closed to strangers in v1 must not stand open without a word. */
export function refuseTokens(settings: FlavourSettings): void {
  if (settings.toggle('standalone') !== false || settings.toggle('disable_token_auth') === true) return
  settings.refuse(
    'standalone',
    `false asks an index who may do what, which ${notSupported}; set it to true, and protect the registry by a proxy`,
  )
}
