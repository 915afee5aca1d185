import type { Content } from '../support/content.ts'
import { Register, type RunningWrite } from './register.ts'

export interface BlobEntry {
  readonly content: Content
  /** Manifests may refer to it: it is never deleted. */
  readonly isKept: boolean
  /** Whether the repository holds it. */
  readonly held: Register<boolean>
}

export interface ManifestEntry {
  readonly digest: string
  readonly bytes: Buffer
  /** Whether the repository holds it. */
  readonly held: Register<boolean>
}

/** What is known of one repository. */
export class RepositoryLedger {
  readonly name: string
  readonly blobs: Map<string, BlobEntry> = new Map()
  readonly manifests: Map<string, ManifestEntry> = new Map()
  /** The digest that each tag names. */
  readonly tags: Map<string, Register<string | undefined>> = new Map()

  constructor(name: string) {
    this.name = name
  }

  blob(content: Content): BlobEntry {
    const { digest } = content
    const known = this.blobs.get(digest)
    if (known !== undefined) return known
    const entry = { content, isKept: isKept(digest), held: new Register(`blob ${this.name}@${digest}`, false) }
    this.blobs.set(digest, entry)
    return entry
  }

  manifest(digest: string, bytes: Buffer): ManifestEntry {
    const known = this.manifests.get(digest)
    if (known !== undefined) return known
    const entry = { digest, bytes, held: new Register(`manifest ${this.name}@${digest}`, false) }
    this.manifests.set(digest, entry)
    return entry
  }

  tag(tag: string): Register<string | undefined> {
    const known = this.tags.get(tag)
    if (known !== undefined) return known
    const register = new Register<string | undefined>(`tag ${this.name}:${tag}`, undefined)
    this.tags.set(tag, register)
    return register
  }

  /** Deleting a manifest takes its tags with it: each of them may go, and none must. */
  writeManifestDeletion(manifest: ManifestEntry): RunningWrite {
    const tags = [...this.tags.values()].filter((tag) => tag.possible().has(manifest.digest))
    const deletion = manifest.held.write(false, 'its deletion')
    const writes = [deletion, ...tags.map((tag) => tag.write(undefined, `the deletion of ${manifest.digest}`, false))]
    return {
      mayHaveFound: (value) => deletion.mayHaveFound(value),
      acknowledge: () => {
        for (const write of writes) write.acknowledge()
      },
      refuse: () => {
        for (const write of writes) write.refuse()
      },
    }
  }

  crash(): void {
    for (const entry of this.blobs.values()) entry.held.crash()
    for (const entry of this.manifests.values()) entry.held.crash()
    for (const tag of this.tags.values()) tag.crash()
  }
}

/** By its digest, so that it is the same in all repositories. */
function isKept(digest: string): boolean {
  return digest < 'sha256:c'
}
