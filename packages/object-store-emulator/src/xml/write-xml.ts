/** A document or a part of it, as text. */
export type Xml = string

/** An element around text, or around elements that were written before. */
export const element = (name: string, content: Xml | readonly Xml[]): Xml =>
  `<${name}>${typeof content === 'string' ? content : content.join('')}</${name}>`

/** An element with text that a client chose. */
export const textElement = (name: string, text: string | number | boolean): Xml =>
  element(name, escapeText(String(text)))

export const xmlDocument = (root: Xml): Xml => `<?xml version="1.0" encoding="UTF-8"?>\n${root}`

const escapeText = (text: string): string =>
  // XML 1.0 has no way to write control characters; services write references that most parsers take.
  text.replaceAll(/[&<>\p{Cc}]/gu, (character) => escapes[character] ?? `&#x${character.charCodeAt(0).toString(16)};`)

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
