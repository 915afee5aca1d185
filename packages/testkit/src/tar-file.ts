const blockBytes = 512

/**
 * A tar archive of one file, as a layer of an image is one.
 * @param name ASCII, at most 100 letters
 */
export function tarOfOneFile(name: string, content: Uint8Array): Uint8Array {
  const padding = (blockBytes - (content.length % blockBytes)) % blockBytes
  // Two empty blocks end an archive.
  const archive = Buffer.alloc(blockBytes + content.length + padding + 2 * blockBytes)
  archive.write(name, 0, 'ascii')
  writeOctal(archive, 100, 8, 0o644)
  writeOctal(archive, 108, 8, 0)
  writeOctal(archive, 116, 8, 0)
  writeOctal(archive, 124, 12, content.length)
  writeOctal(archive, 136, 12, 0)
  archive.write('0', 156, 'ascii')
  archive.write('ustar\u000000', 257, 'ascii')
  // The sum is taken with spaces in its own place.
  archive.fill(' ', 148, 156)
  let sum = 0
  for (const byte of archive.subarray(0, blockBytes)) sum += byte
  writeOctal(archive, 148, 7, sum)
  archive.set(content, blockBytes)
  return archive
}

function writeOctal(archive: Buffer, offset: number, length: number, value: number): void {
  archive.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'ascii')
}
