import { sha256 } from '@moorage/testkit'
import type { BlobEntry, ManifestEntry, RepositoryLedger } from '../ledger/repository-ledger.ts'
import { Violation } from '../support/violation.ts'
import { manifestMediaType } from './push-manifest.ts'
import { expectStatus, type Session } from './session.ts'

/** @returns whether the repository holds the blob; its bytes are right then */
export async function readBlob(session: Session, repository: RepositoryLedger, blob: BlobEntry): Promise<boolean> {
  const target = `/v2/${repository.name}/blobs/${blob.content.digest}`
  const reading = blob.held.read()
  const answer = await session.send('GET', target)
  expectStatus(answer, 'GET', target, 200, 404)
  const isHeld = answer.status === 200
  assertFound(reading.end(), isHeld, target, blob.held.history())
  if (isHeld && !answer.body.equals(blob.content.bytes))
    throw new Violation(`GET ${target}: other bytes than were pushed`)
  return isHeld
}

/** @returns whether the repository holds the manifest; its bytes are right then */
export async function readManifest(
  session: Session,
  repository: RepositoryLedger,
  manifest: ManifestEntry,
): Promise<boolean> {
  const target = `/v2/${repository.name}/manifests/${manifest.digest}`
  const reading = manifest.held.read()
  const answer = await session.send('GET', target, { headers: { accept: manifestMediaType } })
  expectStatus(answer, 'GET', target, 200, 404)
  const isHeld = answer.status === 200
  assertFound(reading.end(), isHeld, target, manifest.held.history())
  if (isHeld && !answer.body.equals(manifest.bytes)) throw new Violation(`GET ${target}: other bytes than were pushed`)
  return isHeld
}

/** @returns the digest that the tag names; the bytes of the answer are right */
export async function readTag(
  session: Session,
  repository: RepositoryLedger,
  tag: string,
): Promise<string | undefined> {
  const target = `/v2/${repository.name}/manifests/${tag}`
  const register = repository.tag(tag)
  const reading = register.read()
  const answer = await session.send('GET', target, { headers: { accept: manifestMediaType } })
  expectStatus(answer, 'GET', target, 200, 404)
  const digest = answer.status === 200 ? sha256(answer.body) : undefined
  if (digest !== undefined && answer.headers['docker-content-digest'] !== digest) {
    throw new Violation(`GET ${target} is of ${digest}, and says ${String(answer.headers['docker-content-digest'])}`)
  }
  const found = reading.end()
  // A tag whose manifest was deleted between two looks at the store is answered like one that is gone.
  if (digest !== undefined || !mayBeDeleted(repository, found)) {
    const manifests = [...found].flatMap((each) => repository.manifests.get(each ?? '')?.held.history() ?? [])
    assertFound(found, digest, target, [register.history(), ...manifests].join('\n'))
  }
  return digest
}

/** @returns the tags that the repository lists, in order */
export async function listTags(session: Session, repository: RepositoryLedger): Promise<readonly string[] | undefined> {
  const target = `/v2/${repository.name}/tags/list`
  const answer = await session.send('GET', target)
  expectStatus(answer, 'GET', target, 200, 404)
  if (answer.status === 404) return undefined
  return (JSON.parse(answer.body.toString('utf8')) as { tags: string[] }).tags
}

function mayBeDeleted(repository: RepositoryLedger, digests: ReadonlySet<string | undefined>): boolean {
  return [...digests].some(
    (digest) =>
      repository.manifests
        .get(digest ?? '')
        ?.held.possible()
        .has(false) === true,
  )
}

function assertFound<Value>(allowed: ReadonlySet<Value>, found: Value, target: string, history: string): void {
  if (allowed.has(found)) return
  const expected = [...allowed].map(String).join(' or ')
  throw new Violation(`GET ${target} shows ${String(found)}, which can only be ${expected}\n${history}`)
}
