import { garbled } from '../http/store-fault.ts'
import type { XmlElement } from '../http/xml-element.ts'

/**
 * How the keys of a listing are to be read. Asked for `encoding-type=url`, because XML has no room for some letters that keys may have,
 * a store says in its answer whether it encoded them.
 */
export function keyDecoder(listing: XmlElement): (text: string) => string {
  const encoding = listing.children.find((child) => /^encoding-?type$/i.test(child.name))?.content
  return encoding?.toLowerCase() === 'url' ? decodeKey : (text) => text
}

function decodeKey(text: string): string {
  try {
    // Some write a blank as `+`; a plus is %2B in all.
    return decodeURIComponent(text.replaceAll('+', '%20'))
  } catch (error) {
    throw garbled(`the answer has a key that cannot be decoded: ${text}`, error)
  }
}
