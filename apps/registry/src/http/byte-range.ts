export interface ByteRange {
  /** First byte. */
  readonly offset: number
  /** Number of bytes, at least 1. */
  readonly length: number
}

/**
 * RFC 9110 section 14.2: what a `Range` header asks for of a representation of `size` bytes.
 * @returns `whole` where the header is absent, malformed, of another unit, or of several ranges (it may then be ignored);
 * `unsatisfiable` where no byte of it exists
 */
export function parseByteRange(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (match === null) return 'whole'
  const [first, last] = [match[1] ?? '', match[2] ?? '']
  if (first === '') {
    if (last === '') return 'whole'
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { offset: size - length, length }
  }
  const offset = Number(first)
  if (last !== '' && Number(last) < offset) return 'whole'
  if (offset >= size) return 'unsatisfiable'
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return { offset, length: end - offset + 1 }
}
