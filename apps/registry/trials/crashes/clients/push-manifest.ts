import { sha256 } from '@moorage/testkit'
import type { ManifestEntry, RepositoryLedger } from '../ledger/repository-ledger.ts'
import { expectStatus, type Session } from './session.ts'

export const manifestMediaType = 'application/vnd.oci.image.manifest.v1+json'

/** Pushes a manifest of blobs that the repository holds, by its digest or by a tag. */
export async function pushManifest(
  session: Session,
  repository: RepositoryLedger,
  manifest: ManifestEntry,
  tag: string | undefined,
): Promise<void> {
  const target = `/v2/${repository.name}/manifests/${tag ?? manifest.digest}`
  const writes = [
    manifest.held.write(true, tag === undefined ? 'a push by digest' : `a push by tag ${tag}`),
    ...(tag === undefined ? [] : [repository.writeTag(tag, manifest.digest)]),
  ]
  const answer = await session.send('PUT', target, {
    headers: { 'content-type': manifestMediaType },
    body: manifest.bytes,
  })
  expectStatus(answer, 'PUT', target, 201)
  for (const write of writes) write.acknowledge()
}

/** A manifest that exists, or a new one of the blobs that the repository certainly holds; undefined while it has none. */
export function chooseManifest(session: Session, repository: RepositoryLedger): ManifestEntry | undefined {
  const { random } = session
  if (random.chance(0.5) && repository.manifests.size > 0) return random.pick([...repository.manifests.values()])
  const [config, ...layers] = [...repository.blobs.values()]
    .filter((blob) => blob.isKept && blob.held.isCertainly(true))
    .map((blob) => ({ blob, rank: random.fraction() }))
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, random.between(1, 4))
    .map(({ blob: { content } }) => ({ digest: content.digest, size: content.bytes.length }))
  if (config === undefined) return undefined
  const bytes = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestMediaType,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers: layers.map((layer) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer })),
    }),
  )
  return repository.manifest(sha256(bytes), bytes)
}

/** The manifest stays, the tag goes. */
export async function deleteTag(session: Session, repository: RepositoryLedger, tag: string): Promise<void> {
  const target = `/v2/${repository.name}/manifests/${tag}`
  const write = repository.tag(tag).write(undefined, 'its deletion')
  const answer = await session.send('DELETE', target)
  expectStatus(answer, 'DELETE', target, 202, ...(write.mayHaveFound(undefined) ? [404] : []))
  if (answer.status === 202) write.acknowledge()
  else write.refuse()
}

/** The manifest goes, and its tags with it. */
export async function deleteManifest(
  session: Session,
  repository: RepositoryLedger,
  manifest: ManifestEntry,
): Promise<void> {
  const target = `/v2/${repository.name}/manifests/${manifest.digest}`
  const write = repository.writeManifestDeletion(manifest)
  const answer = await session.send('DELETE', target)
  expectStatus(answer, 'DELETE', target, 202, ...(write.mayHaveFound(false) ? [404] : []))
  if (answer.status === 202) write.acknowledge()
  else write.refuse()
}
