import type { Readable } from 'node:stream'
import { connectionFault } from './connection-fault.ts'
import { garbled } from './store-fault.ts'

/** Bytes: several times what a page of 1,000 of the longest keys takes. */
const mostBytes = 16 * 1024 * 1024

/** Reads an answer that is known to be small. @throws StoreFault for one that is not, or does not arrive whole */
export async function readBody(body: Readable): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      const bytes = chunk as Uint8Array
      size += bytes.byteLength
      // Leaving the loop destroys the body, and the connection with it.
      if (size > mostBytes) throw garbled(`the answer has more than ${mostBytes} bytes`)
      chunks.push(bytes)
    }
  } catch (error) {
    throw connectionFault(error)
  }
  return Buffer.concat(chunks)
}
