import { isCollection, isScalar, type Node, parseDocument, Scalar, type Tags, visit } from 'yaml'
import { PlainScalar } from './plain-scalar.ts'

/** Plain objects, arrays, text, booleans, numbers and null, with a `PlainScalar` wherever the spelling may matter. */
export type YamlTree = unknown

/** Go's yaml.v2 reads these as text, though YAML 1.1 has types for them. */
const tagsUnknownToGo = ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`)

/**
 * Reads one YAML document as Go's yaml.v2 does: YAML 1.1 (`yes` and `on` are true), with anchors and merge keys.
 * @throws Error that says where the text is no YAML, or that aliases multiply it beyond reason
 */
export function parseYaml(text: string): YamlTree {
  const { document } = parse(text)
  return separate(document.toJS({ maxAliasCount: 100 }))
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

function parse(text: string): { document: ReturnType<typeof parseDocument>; warnings: number } {
  const document = parseDocument(text, { version: '1.1', customTags: onlyTagsOfGo, logLevel: 'error' })
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
  return { document, warnings: document.warnings.length }
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
function separate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(separate)
  if (typeof value !== 'object' || value === null || value instanceof PlainScalar) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, separate(entry)]))
}
