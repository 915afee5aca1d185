import { ConfigurationError } from '../configuration-error.ts'
import type { YamlFile } from '../parse-yaml.ts'
import { builtInFlavours } from './built-in-flavours.ts'
import type { Environment } from './environment-value.ts'
import type { Flavour } from './flavour.ts'

/** Names the flavour; empty is the same as unset. */
export const flavourVariable = 'SETTINGS_FLAVOR'

/** The flavour of a v1 registry to which nobody named one. */
const defaultFlavour = 'dev'

type Tree = Readonly<Record<string, unknown>>

/** Whether a file without a version holds flavours: sections of which at least one says by a word where it stores. */
export function holdsFlavours(tree: Tree): boolean {
  if (Object.hasOwn(tree, 'version')) return false
  return Object.values(tree).some((section) => isTree(section) && typeof section['storage'] === 'string')
}

/**
 * The flavour of a file that `SETTINGS_FLAVOR` chooses.
 * @throws ConfigurationError that lists the flavours where that one is not among them
 */
export function readFlavour({ tree, lineOf }: YamlFile, file: string, environment: Environment): Flavour {
  const { name, isChosen } = chosenFlavour(environment)
  const flavours = tree as Tree
  const settings = Object.hasOwn(flavours, name) ? flavours[name] : undefined
  if (isTree(settings)) return { name, settings, file, lineOf: (setting) => lineOf([name, setting]) }
  const names = Object.keys(flavours).filter((key) => isTree(flavours[key]))
  const reason = isChosen ? '' : `, which is meant where ${flavourVariable} is not set`
  throw missing(`${file} has no flavour ${name}${reason}`, names)
}

/**
 * The flavour that `SETTINGS_FLAVOR` chooses where there is no file; undefined where it is not set.
 * @throws ConfigurationError that lists the flavours where that one is not among them
 */
export function readBuiltInFlavour(environment: Environment): Flavour | undefined {
  const { name, isChosen } = chosenFlavour(environment)
  if (!isChosen) return undefined
  const settings = Object.hasOwn(builtInFlavours, name) ? builtInFlavours[name] : undefined
  if (settings !== undefined) return { name, settings, file: undefined, lineOf: () => undefined }
  throw missing(`there is no flavour ${name} without a configuration file`, Object.keys(builtInFlavours))
}

function chosenFlavour(environment: Environment): { name: string; isChosen: boolean } {
  const name = environment[flavourVariable] ?? ''
  return name === '' ? { name: defaultFlavour, isChosen: false } : { name, isChosen: true }
}

function missing(what: string, names: readonly string[]): ConfigurationError {
  return new ConfigurationError([
    { path: '', message: `${what}; expected ${flavourVariable} to be one of ${names.toSorted().join(', ')}` },
  ])
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
