/** The `Range` of an upload's answers: its last byte, 0 for none too, as the Go registry says it. */
export function uploadRange(size: number): string {
  return `0-${Math.max(0, size - 1)}`
}
