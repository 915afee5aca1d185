import { resolve } from 'node:path'
import type { Configuration } from './configuration.ts'
import { parseDocument } from './parse-document.ts'
import { configurationSchema } from './schema/configuration-schema.ts'
import { expandShorthand } from './schema/expand-shorthand.ts'
import { schemaNode } from './schema/schema-node.ts'
import { driverNames } from './schema/storage.ts'

type Tree = Readonly<Record<string, unknown>>

const readyMade: Tree = {
  storage: { delete: { enabled: true }, cache: { blobdescriptor: 'inmemory' } },
  health: { storagedriver: { enabled: true } },
  validation: { manifests: { urls: { allow: ['^https?://'] }, indexes: { platforms: 'none' } } },
}

/**
 * The configuration of a registry that was given none: images in the folder `data` below the current one, port 5000,
 * deletion on, indexes taken whether or not all their manifests are there, and layers that lie elsewhere on the web.
 */
export function defaultConfiguration(): Configuration {
  return parseDocument(withReadyMade({}))
}

/**
 * Checks a configuration that a program builds: the format of a file, in which `version` may be missing.
 * What is missing gets the defaults of a file; a missing storage driver is the folder `data` below the current one.
 * @throws ConfigurationError that lists every problem
 */
export function parseConfiguration(document: unknown): Configuration {
  return parseDocument(isTree(document) ? withDefaultDriver(expandDocument(document)) : document)
}

/** Fills in the ready-made settings wherever `document` says nothing. */
export function withReadyMade(document: Tree): Tree {
  return withDefaultDriver(fillIn(document, readyMade))
}

/** Writes the short forms of a document out. */
export function expandDocument(document: Tree): Tree {
  const node = schemaNode(configurationSchema)
  if (node.kind !== 'section') return document
  return Object.fromEntries(
    Object.entries(document).map(([key, value]) => {
      const schema = Object.hasOwn(node.shape, key) ? node.shape[key] : undefined
      return [key, schema === undefined ? value : expandShorthand(value, schema)]
    }),
  )
}

function withDefaultDriver(document: Tree): Tree {
  const storage = document['storage'] ?? {}
  if (!isTree(storage)) return document
  if (driverNames(storage).some((name) => name !== 'filesystem')) return document
  return fillIn(document, { storage: { filesystem: { rootdirectory: resolve('data') } } })
}

function fillIn(document: Tree, defaults: Tree): Tree {
  const filled: Record<string, unknown> = { ...document }
  for (const [key, fallback] of Object.entries(defaults)) {
    const value = filled[key] ?? undefined
    if (value === undefined) filled[key] = fallback
    else if (isTree(value) && isTree(fallback)) filled[key] = fillIn(value, fallback)
  }
  return filled
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
