/**
 * Frees the memory of a piece of a body that nobody will look at again, if it is all that lies in that memory. Node makes new
 * memory for each piece that a socket reads; left to the garbage collector, that took a third of the time of a push.
 */
export function freeChunk({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}
