import type { ConfigurationProblem } from '../configuration-error.ts'
import { withReadyMade } from '../default-configuration.ts'
import { forbiddenKeys } from '../schema/settle-scalars.ts'
import { refuseTokens } from './authentication.ts'
import type { Environment } from './environment-value.ts'
import type { Flavour } from './flavour.ts'
import { FlavourSettings } from './flavour-settings.ts'
import { listenAddress } from './listen-address.ts'
import { logLevel } from './log-level.ts'
import { catalogOfSearchBackend } from './search-backend.ts'
import { storages } from './storages/storages.ts'
import { settingsWithoutEffect, variablesWithoutEffect } from './without-effect.ts'

type Tree = Readonly<Record<string, unknown>>

export interface TranslatedFlavour {
  /** A document of version 0.1. What v1 had no setting for is as in the ready-made configuration. */
  readonly document: Tree
  readonly problems: readonly ConfigurationProblem[]
  readonly warnings: readonly string[]
}

/** Puts a flavour into the words of version 0.1. */
export function translateFlavour(flavour: Flavour, environment: Environment): TranslatedFlavour {
  const settings = new FlavourSettings(flavour, environment)
  refuseForbiddenKeys(settings)
  refuseTokens(settings)
  const document = withoutUndefined({
    version: 0.1,
    log: withoutUndefined({ level: logLevel(settings) }),
    storage: storageSection(settings),
    http: withoutUndefined({ addr: listenAddress(environment) }),
    catalog: catalogOfSearchBackend(settings),
  })
  return {
    document: withReadyMade(document),
    problems: settings.problems,
    warnings: [...settings.warnings, ...settingsWithoutEffect(settings), ...variablesWithoutEffect(environment)],
  }
}

function refuseForbiddenKeys(settings: FlavourSettings): void {
  for (const name of Object.keys(settings.flavour.settings)) {
    if (forbiddenKeys.has(name)) settings.refuse(name, 'is no name for a key')
  }
}

function storageSection(settings: FlavourSettings): Tree {
  const name = settings.required('storage', `a storage: ${storageNames()}`)
  const mapping = storages.get(name.toLowerCase())
  if (mapping === undefined) {
    if (name !== '') {
      settings.refuse(
        'storage',
        `${name} cannot be taken over from v1, only ${storageNames()}; write a configuration of version 0.1`,
      )
    }
    return {}
  }
  const parameters = withoutUndefined(mapping.parameters(settings))
  if (!mapping.redirects) return { [mapping.driver]: parameters }
  // v1 redirects only where it is told to; what comes after it redirects wherever it can.
  return { [mapping.driver]: parameters, redirect: { disable: settings.toggle('storage_redirect') !== true } }
}

function storageNames(): string {
  return [...storages.keys()].join(', ')
}

function withoutUndefined(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== undefined))
}
