import { listTags, readBlob, readManifest, readTag } from '../clients/read.ts'
import type { Session } from '../clients/session.ts'
import { lookUp } from '../clients/upload-blob.ts'
import type { Register } from '../ledger/register.ts'
import type { BlobEntry, RepositoryLedger } from '../ledger/repository-ledger.ts'
import { Violation } from '../support/violation.ts'

/**
 * Asks, while no client writes, for everything that clients wrote since it was last asked for,
 * and compares it with what was acknowledged. What is found is what later answers are measured by.
 */
export async function checkAnswers(session: Session): Promise<void> {
  const { repositories, idleUploads } = session.ledger
  await Promise.all(repositories.map((repository) => checkRepository(session, repository)))
  await Promise.all(
    [...idleUploads]
      .filter((upload) => upload.isUnsettled)
      .map(async (upload) => {
        if (!(await lookUp(session, upload))) idleUploads.delete(upload)
        upload.settle()
      }),
  )
}

async function checkRepository(session: Session, repository: RepositoryLedger): Promise<void> {
  await Promise.all([
    ...[...repository.blobs.values()]
      .filter((blob) => blob.held.isUnsettled)
      .map(async (blob) => settleBlob(blob, await readBlob(session, repository, blob))),
    ...[...repository.manifests.values()]
      .filter((manifest) => manifest.held.isUnsettled)
      .map(async (manifest) => manifest.held.settle(await readManifest(session, repository, manifest))),
  ])
  await checkTags(session, repository)
}

/**
 * A push that was cut may have left its link without the bytes, for whoever brings those next to complete:
 * then it may still take effect.
 */
function settleBlob({ held }: BlobEntry, isHeld: boolean): void {
  if (isHeld || held.isCertainly(false)) held.settle(isHeld)
}

/** Every tag that is listed resolves, and every one that resolves is listed. */
async function checkTags(session: Session, repository: RepositoryLedger): Promise<void> {
  await Promise.all(
    [...repository.tags]
      .filter(([, register]) => register.isUnsettled)
      .map(async ([tag, register]) => {
        const digest = await readTag(session, repository, tag)
        assertPossible(register, digest)
        register.settle(digest)
      }),
  )
  const listed = (await listTags(session, repository)) ?? []
  const resolving = [...repository.tags].filter(([, register]) => !register.isCertainly(undefined)).map(([tag]) => tag)
  const differing = [...listed, ...resolving].filter((tag) => !listed.includes(tag) || !resolving.includes(tag))
  if (differing.length === 0) return
  const histories = differing.map((tag) => repository.tag(tag).history())
  throw new Violation(
    [`${repository.name} lists ${listed.join(' ')}, and ${resolving.join(' ')} resolve`, ...histories].join('\n'),
  )
}

function assertPossible(register: Register<string | undefined>, digest: string | undefined): void {
  if (register.possible().has(digest)) return
  throw new Violation(`${register.name} shows ${String(digest)}\n${register.history()}`)
}
