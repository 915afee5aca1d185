import type { RepositoryLedger } from '../ledger/repository-ledger.ts'
import { UploadEntry } from '../ledger/upload-entry.ts'
import type { Content } from '../support/content.ts'
import type { Answer } from '../support/http-client.ts'
import { expectStatus, type Session, unexpected } from './session.ts'

/** POST, then the bytes in one way or another, then the closing PUT. */
export async function uploadBlob(session: Session, repository: RepositoryLedger, content: Content): Promise<void> {
  const target = `/v2/${repository.name}/blobs/uploads/`
  const answer = await session.send('POST', target)
  expectStatus(answer, 'POST', target, 202)
  const upload = new UploadEntry(repository, content, '')
  upload.acknowledge(locationOf(answer), 'begun')
  await idleWhenCut(session, upload, () => finish(session, upload))
}

/** Asks where an upload is, as clients do after a failure, and goes on from there. */
export async function resumeUpload(session: Session, upload: UploadEntry): Promise<void> {
  session.ledger.idleUploads.delete(upload)
  await idleWhenCut(session, upload, async () => {
    if (await lookUp(session, upload)) await finish(session, upload)
  })
}

async function idleWhenCut<Result>(
  session: Session,
  upload: UploadEntry,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    session.ledger.idleUploads.add(upload)
    throw error
  }
}

async function finish(session: Session, upload: UploadEntry): Promise<void> {
  const { random } = session
  const { bytes } = upload.content
  while (upload.acknowledgedBytes < bytes.length) {
    const way = random.weighted({ streamed: 3, chunked: 4, closing: 2, cancelled: 0.15 })
    if (way === 'cancelled') return cancel(session, upload)
    if (way === 'closing') break
    const start = upload.acknowledgedBytes
    const end = random.chance(0.4) ? bytes.length : random.between(start + 1, bytes.length)
    await append(session, upload, bytes.subarray(start, end), way)
  }
  await close(session, upload)
}

/** @returns whether the upload goes on; it is over only if it was being ended when the registry was killed */
export async function lookUp(session: Session, upload: UploadEntry): Promise<boolean> {
  const answer = await session.send('GET', upload.location)
  if (answer.status === 404 && upload.ending !== undefined) {
    // What a closing request did before the kill is right, and stays: it can be repeated, unless the blob was deleted since.
    const { isKept } = upload.repository.blob(upload.content)
    if (upload.ending === 'closing' && isKept) await close(session, upload)
    return false
  }
  if (answer.status !== 204) upload.fail(unexpected('GET', upload.location, answer).message)
  // What the kill cut has not ended it, and cannot any more.
  upload.ending = undefined
  upload.acknowledge(locationOf(answer), 'status')
  return true
}

async function append(
  session: Session,
  upload: UploadEntry,
  bytes: Buffer,
  way: 'streamed' | 'chunked',
): Promise<void> {
  const start = upload.acknowledgedBytes
  const last = start + bytes.length - 1
  upload.sentBytes = Math.max(upload.sentBytes, last + 1)
  upload.note(`PATCH ${start}-${last}, ${way}`)
  const headers = { 'content-type': 'application/octet-stream' }
  const answer = await session.send(
    'PATCH',
    upload.location,
    way === 'streamed'
      ? { headers, body: pieces(session, bytes) }
      : { headers: { ...headers, 'content-range': `${start}-${last}` }, body: bytes },
  )
  if (answer.status !== 202) upload.fail(unexpected('PATCH', upload.location, answer).message)
  upload.acknowledge(locationOf(answer), 'PATCH is acknowledged')
  if (upload.acknowledgedBytes !== last + 1) upload.fail(`the PATCH ended at ${last + 1}`)
}

/** The closing PUT brings all that is left. */
async function close(session: Session, upload: UploadEntry): Promise<void> {
  const { repository, content } = upload
  const rest = content.bytes.subarray(upload.acknowledgedBytes)
  const write = repository.blob(content).held.write(true, `an upload's closing PUT`)
  upload.ending = 'closing'
  upload.sentBytes = content.bytes.length
  upload.note(`PUT with ${rest.length} bytes`)
  const separator = upload.location.includes('?') ? '&' : '?'
  const target = `${upload.location}${separator}digest=${content.digest}`
  const answer = await session.send('PUT', target, {
    headers: { 'content-type': 'application/octet-stream' },
    body: session.random.chance(0.5) ? rest : pieces(session, rest),
  })
  if (answer.status !== 201) upload.fail(unexpected('PUT', target, answer).message)
  write.acknowledge()
}

async function cancel(session: Session, upload: UploadEntry): Promise<void> {
  upload.ending = 'cancelling'
  upload.note('DELETE')
  const hasBytes = upload.acknowledgedBytes > 0
  const answer = await session.send('DELETE', upload.location)
  if (answer.status !== 204) upload.fail(unexpected('DELETE', upload.location, answer).message)
  if (!hasBytes) return
  const status = await session.send('GET', upload.location)
  if (status.status !== 404) upload.fail(`cancelled, and its status is ${status.status}`)
}

async function* pieces(session: Session, bytes: Buffer): AsyncGenerator<Buffer> {
  const size = session.random.between(1, 64 * 1024)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

function locationOf(answer: Answer): string {
  const { location } = answer.headers
  if (location === undefined) throw new TypeError('an upload was answered without a Location')
  return location
}
