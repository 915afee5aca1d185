import { stringify } from 'yaml'
import { variableName } from '../config/environment/apply-environment.ts'
import { isSecretName } from '../config/mask-secrets.ts'
import { parseDocument } from '../config/parse-document.ts'
import type { ConfigurationSource } from '../config/read-source.ts'

/**
 * The file of version 0.1 that a v1 configuration amounts to, with its secrets, which have to stand somewhere.
 * @throws ConfigurationError where the registry would not start with it
 */
export function convertedYaml({ document, source, warnings }: ConfigurationSource): string {
  const { driver } = parseDocument(document).storage
  const comments = [`Converted from ${source}.`, ...warnings, ...secretHints(driver)]
  // Version 1.1 is what reads it again: there a text such as "yes" or "0123" needs quotes.
  const yaml = stringify(document, { version: '1.1', directives: false, aliasDuplicateObjects: false })
  // On one line each: a name in quotes may hold a line break.
  return `${comments.map((comment) => `# ${comment.replaceAll(/\s+/g, ' ')}\n`).join('')}${yaml}`
}

interface Driver {
  readonly name: string
  readonly parameters: Readonly<Record<string, unknown>>
}

function secretHints({ name, parameters }: Driver): string[] {
  const secrets = Object.keys(parameters).filter(isSecretName)
  if (secrets.length === 0) return []
  const variables = secrets.map((secret) => `${variableName(['storage', name, secret])}_FILE`)
  return [
    `This file holds secrets: ${secrets.join(' and ')} of storage.${name}. They may be removed here, and each be read`,
    `from a file of its own that a variable names: ${variables.join(', ')}.`,
  ]
}
