/** x^64 + … of CRC-64/XZ, reflected. */
const polynomial = 0xc96c5795d7870f42n

type Matrix = readonly bigint[]

/** The checksum of two contents one after the other, from those of each: an upload in parts is completed without reading it. */
export function combineCrc64(first: bigint, second: bigint, secondLength: number): bigint {
  let crc = first
  let left = secondLength
  for (let power = 0; left > 0; power += 1) {
    if (left % 2 === 1) crc = times(zeroBytes(power), crc)
    left = Math.floor(left / 2)
  }
  return crc ^ second
}

const matrices: Matrix[] = []

/** What 2^power zero bytes do to a checksum. */
function zeroBytes(power: number): Matrix {
  if (matrices.length === 0) {
    const oneBit: Matrix = [polynomial, ...Array.from({ length: 63 }, (_, bit) => 1n << BigInt(bit))]
    matrices.push(square(square(square(oneBit))))
  }
  for (let last = matrices.length - 1; last < power; last += 1) matrices.push(square(matrices[last] ?? []))
  return matrices[power] ?? []
}

const square = (matrix: Matrix): Matrix => matrix.map((row) => times(matrix, row))

function times(matrix: Matrix, vector: bigint): bigint {
  let product = 0n
  let bits = vector
  for (const row of matrix) {
    if ((bits & 1n) === 1n) product ^= row
    bits >>= 1n
  }
  return product
}
