import type { FileWriter } from '@moorage/driver-core'
import { freeChunk } from '@moorage/driver-core/kit'
import type { Body } from '../http/body.ts'
import { hashing } from './hashing.ts'
import type { UploadHasher } from './upload-hasher.ts'

/** Writes a body behind what the writer has; the hasher, if there is one, sees it as it passes. */
export async function writeHashed(writer: FileWriter, body: Body, hasher: UploadHasher | undefined): Promise<void> {
  const arrived = await body.takeIfArrived()
  if (arrived === undefined) {
    await writer.writeFrom(hasher === undefined ? body : hashing(body, hasher), { release: freeChunk })
    return
  }
  hasher?.update(arrived)
  await writer.write(arrived)
  freeChunk(arrived)
}
