/** Yields the bytes from `start` up to `end` as views of `chunks`. */
export function* chunkRange(
  chunks: readonly Uint8Array[],
  start: number,
  end: number,
): Generator<Uint8Array, void, void> {
  let position = 0
  for (const chunk of chunks) {
    const from = Math.max(start - position, 0)
    const to = Math.min(end - position, chunk.length)
    if (from < to) yield chunk.subarray(from, to)
    position += chunk.length
    if (position >= end) return
  }
}
