import type { UploadHasher } from './upload-hasher.ts'

/** The bytes of `body`, hashed as they pass. */
export async function* hashing(body: AsyncIterable<Uint8Array>, hasher: UploadHasher): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    hasher.update(chunk)
    yield chunk
  }
}
