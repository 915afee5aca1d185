import { SaxesParser } from 'saxes'
import { garbled } from './store-fault.ts'

/** An element of an answer: the stores' answers have no attributes that matter, and text in leaves only. */
export class XmlElement {
  readonly name: string
  readonly children: XmlElement[] = []
  content = ''

  constructor(name: string) {
    this.name = name
  }

  /** The text of the first child of that name; undefined where there is none. */
  text(name: string): string | undefined {
    return this.children.find((child) => child.name === name)?.content
  }

  /** The text of the first child of that name. @throws StoreFault where there is none */
  required(name: string): string {
    return this.text(name) ?? missing(this.name, name)
  }

  /** All children of that name. */
  all(name: string): readonly XmlElement[] {
    return this.children.filter((child) => child.name === name)
  }
}

/**
 * Parses a whole answer, strictly: one that was cut off is a fault.
 * @param root the element that it must consist of
 * @throws StoreFault
 */
export function parseXml(text: string, root: string): XmlElement {
  const document = new XmlElement('')
  const open = [document]
  const parser = new SaxesParser()
  parser.on('opentag', ({ name }) => {
    const element = new XmlElement(name)
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', (piece) => {
    const element = open.at(-1)
    if (element !== undefined) element.content += piece
  })
  parser.on('closetag', () => open.pop())
  parser.on('error', (error) => {
    throw garbled(`the answer is no XML: ${error.message}`, error)
  })
  // COS sends blanks ahead of the answer while it is putting parts together, and XML's declaration must come first.
  parser.write(text.trimStart()).close()
  return document.children.find((child) => child.name === root) ?? missing('answer', root)
}

/** Text as it may stand between the tags of a request. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function missing(parent: string, name: string): never {
  throw garbled(`the ${parent} has no ${name}`)
}
