import { Contents } from '../support/content.ts'
import type { Random } from '../support/random.ts'
import { RepositoryLedger } from './repository-ledger.ts'
import type { UploadEntry } from './upload-entry.ts'

/** Some lie below others, and some are named like parts of the API and of the layout. */
const names = ['trial', 'trial/a', 'trial/a/b', 'trial-a', 'blobs/uploads', 'tags/list', 'a', 'z/z/z']

/** All that the registry has acknowledged, and all that it may have done without. */
export class Ledger {
  readonly contents: Contents
  readonly repositories: readonly RepositoryLedger[] = names.map((name) => new RepositoryLedger(name))
  /** Uploads that no client works on. */
  readonly idleUploads: Set<UploadEntry> = new Set()

  constructor(random: Random) {
    this.contents = new Contents(random.between(1, 1_000_000))
  }

  crash(): void {
    for (const repository of this.repositories) repository.crash()
  }
}
