import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BucketChange } from '../engine/bucket-change.ts'
import { Bucket } from '../engine/bucket.ts'
import type { Extent } from '../engine/extent.ts'
import { Pieces } from '../engine/pieces.ts'
import { FolderJournal, readJournal } from './folder-journal.ts'
import { FolderPieceStore } from './folder-piece-store.ts'
import type { Storage } from './storage.ts'

/**
 * ```
 * <folder>/buckets/<service>/<bucket>.jsonl   what happened to the bucket since the last start
 * <folder>/pieces/<2 characters>/<id>         bytes; a piece that no journal names is left over from a process that was killed
 * ```
 */
export async function openFolderStorage(folder: string): Promise<Storage> {
  const pieceStore = new FolderPieceStore(join(folder, 'pieces'))
  const pieces = new Pieces(pieceStore, true)
  const bucketFolder = join(folder, 'buckets')
  await mkdir(bucketFolder, { recursive: true })
  const journals = new Map<string, FolderJournal<BucketChange>>()
  return {
    pieces,
    async openBucket({ service, name, region }) {
      const path = join(bucketFolder, service, `${name}.jsonl`)
      return Bucket.open(name, region, pieces, readJournal<BucketChange>(path), async (changes) => {
        const journal = await FolderJournal.create(path, changes)
        journals.set(path, journal)
        return journal
      })
    },
    async tidy() {
      // Buckets that are not served this time keep their bytes.
      for await (const path of listJournals(bucketFolder)) {
        if (journals.has(path)) continue
        for await (const change of readJournal<BucketChange>(path)) pieces.retain(extentsOf(change))
      }
      pieces.keepsUnused = false
      for await (const id of pieceStore.list()) if (!pieces.isUsed(id)) await pieceStore.remove(id)
    },
    async close() {
      for (const journal of journals.values()) await journal.close()
    },
  }
}

async function* listJournals(bucketFolder: string): AsyncGenerator<string> {
  for (const service of await readdir(bucketFolder)) {
    for (const name of await readdir(join(bucketFolder, service))) {
      if (name.endsWith('.jsonl')) yield join(bucketFolder, service, name)
    }
  }
}

function extentsOf(change: BucketChange): readonly Extent[] {
  if ('object' in change) return change.object.extents
  return 'part' in change ? change.part.extents : []
}
