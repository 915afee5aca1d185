/** A stretch of a stored piece. The content of an object is a list of these, so that nothing is copied to complete an upload. */
export interface Extent {
  readonly piece: string
  readonly offset: number
  readonly length: number
}

export const lengthOf = (extents: readonly Extent[]): number => extents.reduce((sum, { length }) => sum + length, 0)

/** The part of a content that begins at `offset` and is `length` bytes long. */
export function sliceExtents(extents: readonly Extent[], offset: number, length: number): Extent[] {
  const slice: Extent[] = []
  let start = offset
  let left = length
  for (const extent of extents) {
    if (left === 0) break
    if (start >= extent.length) {
      start -= extent.length
      continue
    }
    const taken = Math.min(left, extent.length - start)
    slice.push({ piece: extent.piece, offset: extent.offset + start, length: taken })
    left -= taken
    start = 0
  }
  return slice
}
