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

/** A deletion of a manifest that runs. */
interface ManifestDeletion {
  readonly digest: string
  mayTake(tag: Register<string | undefined>): void
}

/** What is known of one repository. */
export class RepositoryLedger {
  readonly name: string
  readonly blobs: Map<string, BlobEntry> = new Map()
  readonly manifests: Map<string, ManifestEntry> = new Map()
  /** The digest that each tag names. */
  readonly tags: Map<string, Register<string | undefined>> = new Map()
  readonly #deletions = new Set<ManifestDeletion>()

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

  /** Begins a push of a manifest by a tag. A deletion of the manifest that runs may come upon the tag as well. */
  writeTag(tag: string, digest: string): RunningWrite {
    const register = this.tag(tag)
    for (const deletion of this.#deletions) if (deletion.digest === digest) deletion.mayTake(register)
    return register.write(digest, `a push of ${digest}`)
  }

  /** Deleting a manifest takes its tags with it: each of them may go, and none must. */
  writeManifestDeletion(manifest: ManifestEntry): RunningWrite {
    const { digest } = manifest
    const held = manifest.held.write(false, 'its deletion')
    const writes = [held]
    const deletion: ManifestDeletion = {
      digest,
      mayTake: (tag) => writes.push(tag.write(undefined, `the deletion of ${digest}`, false)),
    }
    for (const tag of this.tags.values()) if (tag.possible().has(digest)) deletion.mayTake(tag)
    this.#deletions.add(deletion)
    const end = (settle: (write: RunningWrite) => void): void => {
      this.#deletions.delete(deletion)
      writes.forEach(settle)
    }
    return {
      mayHaveFound: (value) => held.mayHaveFound(value),
      acknowledge: () => end((write) => write.acknowledge()),
      refuse: () => end((write) => write.refuse()),
    }
  }

  crash(): void {
    this.#deletions.clear()
    for (const entry of this.blobs.values()) entry.held.crash()
    for (const entry of this.manifests.values()) entry.held.crash()
    for (const tag of this.tags.values()) tag.crash()
  }
}

/** By its digest, so that it is the same in all repositories. */
function isKept(digest: string): boolean {
  return digest < 'sha256:c'
}
