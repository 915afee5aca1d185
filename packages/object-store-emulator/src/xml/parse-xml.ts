import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** An element's children by name. Whatever a name repeats, it is a list; an element without children is its text. */
export interface XmlNode {
  readonly [name: string]: readonly (XmlNode | string)[] | undefined
}

const parser = new XMLParser({
  ignoreDeclaration: true,
  ignoreAttributes: true,
  parseTagValue: false,
  // Keys may begin and end with spaces.
  trimValues: false,
  isArray: () => true,
  // Without it, references by number stay as they are.
  htmlEntities: true,
  // A part list of ten thousand has an entity in every quoted ETag.
  processEntities: { enabled: true, maxTotalExpansions: 1_000_000, maxExpandedLength: 100_000_000 },
})

/** The root element of that name, or undefined when the text is no such document. */
export function parseXml(text: string, root: string): XmlNode | undefined {
  if (XMLValidator.validate(text) !== true) return undefined
  const document = parser.parse(text) as Record<string, (XmlNode | string)[]>
  const node = document[root]?.[0]
  return typeof node === 'object' ? node : undefined
}

export const childrenOf = (node: XmlNode, name: string): XmlNode[] =>
  (node[name] ?? []).filter((child) => typeof child === 'object')

export function textOf(node: XmlNode, name: string): string | undefined {
  const child = node[name]?.[0]
  return typeof child === 'string' ? child : undefined
}
