import {
  isCollection,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  Scalar,
  type Tags,
  visit,
  YAMLParseError,
} from 'yaml'
import { PlainScalar } from './plain-scalar.ts'
import { lineOf } from './yaml-lines.ts'

/** Plain objects, arrays, text, booleans, numbers and null, with a `PlainScalar` wherever the spelling may matter. */
export type YamlTree = unknown

export interface YamlFile {
  readonly tree: YamlTree
  /** The line on which a key is written, or merged in; undefined where it is not written. */
  readonly lineOf: (path: readonly string[]) => number | undefined
}

/** Go's yaml.v2 reads these as text, though YAML 1.1 has types for them. */
const tagsUnknownToGo = ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`)

/** Sections within sections: no configuration needs a tenth of it, and what walks the tree calls itself for each. */
const deepestLevel = 100

/**
 * Reads one YAML document as Go's yaml.v2 does: YAML 1.1 (`yes` and `on` are true), with anchors and merge keys.
 * @throws Error that says where the text is no YAML, or that aliases multiply it or nest it beyond reason
 */
export function parseYaml(text: string): YamlFile {
  try {
    const { document, lines } = parse(text)
    const tree = separate(document.toJS({ maxAliasCount: 100 }))
    return { tree, lineOf: (path) => lineOf(document, lines, path) }
  } catch (error) {
    throw isTooDeep(error) ? new Error(tooDeep, { cause: error }) : error
  }
}

const tooDeep = `it is nested more than ${deepestLevel} levels deep`

/** The parser calls itself for each level, too, and an anchor that holds its own alias has no end. */
function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof YAMLParseError && error.code === 'RESOURCE_EXHAUSTION')
}

/**
 * Reads the value of an environment variable. Text that is no YAML, or that YAML would swallow as an anchor, a tag,
 * a comment or a folded line, is taken as it stands.
 */
export function parseYamlValue(text: string): YamlTree {
  if (text.trim().startsWith('#')) return text
  try {
    const { document, warnings } = parse(text)
    const root = document.contents
    if (warnings > 0 || (root !== null && isSwallowed(root, text))) return text
    return separate(document.toJS({ maxAliasCount: 100 }))
  } catch {
    return text
  }
}

interface Parsed {
  readonly document: ReturnType<typeof parseDocument>
  readonly warnings: number
  readonly lines: LineCounter
}

function parse(text: string): Parsed {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    version: '1.1',
    customTags: onlyTagsOfGo,
    logLevel: 'error',
    lineCounter: lines,
  })
  const [error] = document.errors
  if (error !== undefined) throw error
  visit(document, {
    Scalar(key, node) {
      if (node.type !== Scalar.PLAIN || node.source === undefined) return
      if (key === 'key') {
        if (typeof node.value !== 'string' && typeof node.value !== 'symbol') node.value = node.source
      } else if (isWrittenOtherwise(node.value, node.source)) {
        node.value = new PlainScalar(node.value, node.source)
      }
    },
  })
  return { document, warnings: document.warnings.length, lines }
}

function onlyTagsOfGo(tags: Tags): Tags {
  return tags.filter((tag) => {
    if (typeof tag === 'string') return true
    return !tagsUnknownToGo.includes(tag.tag) && tag.format !== 'TIME'
  })
}

function isWrittenOtherwise(value: unknown, source: string): value is boolean | number | bigint {
  if (typeof value !== 'boolean' && typeof value !== 'number' && typeof value !== 'bigint') return false
  return String(value) !== source || (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
}

function isSwallowed(root: Node, text: string): boolean {
  if (isCollection(root)) return false
  if (!isScalar(root)) return true
  const isPlain = root.type === Scalar.PLAIN
  return root.anchor !== undefined || (root.tag !== undefined && isPlain) || (isPlain && text.trim().includes('\n'))
}

/** Two aliases of one anchor become two values: an override of the one must not change the other. */
function separate(value: unknown, level = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof PlainScalar) return value
  if (level >= deepestLevel) throw new RangeError(tooDeep)
  if (Array.isArray(value)) return value.map((entry) => separate(entry, level + 1))
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, separate(entry, level + 1)]))
}
