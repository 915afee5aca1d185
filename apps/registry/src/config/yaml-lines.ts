import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml'

/** How many merge keys are followed behind one another: anchors may be merged into themselves. */
const mostMerges = 100

/** The line on which a key is written, by way of aliases and merge keys; undefined where it is not written. */
export function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number | undefined {
  let node: unknown = document.contents
  let key: unknown
  for (const name of path) {
    const map = resolved(node, document)
    const pair = isMap(map) ? findPair(map, name, document, mostMerges) : undefined
    if (pair === undefined) return undefined
    key = pair.key
    node = pair.value
  }
  const offset = (key as Node | undefined)?.range?.[0]
  return offset === undefined ? undefined : lines.linePos(offset).line
}

function findPair(map: YAMLMap, name: string, document: Document, merges: number): Pair | undefined {
  const own = map.items.find(({ key }) => isScalar(key) && key.source === name)
  if (own !== undefined || merges === 0) return own
  for (const { key, value } of map.items) {
    if (!isScalar(key) || key.source !== '<<') continue
    for (const source of isSeq(value) ? value.items : [value]) {
      const merged = resolved(source, document)
      const pair = isMap(merged) ? findPair(merged, name, document, merges - 1) : undefined
      if (pair !== undefined) return pair
    }
  }
  return undefined
}

function resolved(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node
}
