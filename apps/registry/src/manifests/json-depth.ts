const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

/** Whether JSON text nests arrays and objects no deeper than `limit`. It is asked before parsing: a deep text costs a parser its stack. */
export function isWithinJsonDepth(json: Uint8Array, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index]
    if (inString) {
      if (byte === backslash) index += 1
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (byte === openBrace || byte === openBracket) {
      depth += 1
      if (depth > limit) return false
    } else if (byte === closeBrace || byte === closeBracket) depth -= 1
  }
  return true
}
