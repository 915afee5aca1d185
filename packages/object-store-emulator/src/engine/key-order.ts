/**
 * Compares keys by their UTF-8 bytes, the order of every listing. JavaScript's own comparison differs: it takes the halves of a
 * surrogate pair (U+D800 to U+DFFF) for smaller than U+E000 to U+FFFF.
 */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return rank(a) - rank(b)
  }
  return left.length - right.length
}

const rank = (codeUnit: number): number => (codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit)
