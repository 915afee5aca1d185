import type { RepositoryLedger } from '../ledger/repository-ledger.ts'
import type { Content } from '../support/content.ts'
import { expectStatus, type Session } from './session.ts'
import { uploadBlob } from './upload-blob.ts'

/** A single POST with the digest and all bytes. */
export async function postBlob(session: Session, repository: RepositoryLedger, content: Content): Promise<void> {
  const target = `/v2/${repository.name}/blobs/uploads/?digest=${content.digest}`
  const write = repository.blob(content).held.write(true, 'a single POST')
  const answer = await session.send('POST', target, {
    headers: { 'content-type': 'application/octet-stream' },
    body: content.bytes,
  })
  // Without a byte it announces an upload, as far as the specification can tell.
  if (content.bytes.length === 0 && answer.status === 202) return write.refuse()
  expectStatus(answer, 'POST', target, 201)
  write.acknowledge()
}

/** Mounts a blob from a repository that certainly holds it, unless that is deleted meanwhile. */
export async function mountBlob(
  session: Session,
  repository: RepositoryLedger,
  source: RepositoryLedger,
  content: Content,
): Promise<void> {
  const target = `/v2/${repository.name}/blobs/uploads/?mount=${content.digest}&from=${source.name}`
  const { held } = source.blob(content)
  const reading = held.read()
  const write = repository.blob(content).held.write(true, `a mount from ${source.name}`)
  const answer = await session.send('POST', target)
  const found = reading.end()
  expectStatus(answer, 'POST', target, ...(found.has(true) ? [201] : []), ...(found.has(false) ? [202] : []))
  if (answer.status === 201) return write.acknowledge()
  write.refuse()
  await uploadBlob(session, repository, content)
}

/** The repository holds the blob no longer. */
export async function deleteBlob(session: Session, repository: RepositoryLedger, content: Content): Promise<void> {
  const target = `/v2/${repository.name}/blobs/${content.digest}`
  const write = repository.blob(content).held.write(false, 'its deletion')
  const answer = await session.send('DELETE', target)
  expectStatus(answer, 'DELETE', target, 202, ...(write.mayHaveFound(false) ? [404] : []))
  if (answer.status === 202) write.acknowledge()
  else write.refuse()
}
