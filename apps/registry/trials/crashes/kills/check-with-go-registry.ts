import { readBlob, readManifest, readTag } from '../clients/read.ts'
import { Session } from '../clients/session.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { Random } from '../support/random.ts'
import { Violation } from '../support/violation.ts'
import { startSite } from '../../support/site.ts'
import { writeConfiguration } from './configuration.ts'

/** Debian's docker-registry lists and serves all that was acknowledged, from the same store. */
export async function checkWithGoRegistry(folder: string, ledger: Ledger, secret: string | undefined): Promise<void> {
  const configuration = await writeConfiguration(folder, { secret: secret ?? 'any' })
  await using site = await startSite('go', configuration)
  using session = new Session(new URL(site.url).host, ledger, new Random(0))
  for (const repository of ledger.repositories) {
    for (const blob of repository.blobs.values()) await readBlob(session, repository, blob)
    for (const manifest of repository.manifests.values()) await readManifest(session, repository, manifest)
    for (const tag of repository.tags.keys()) await readTag(session, repository, tag)
    await checkListing(
      session,
      repository.name,
      new Set([...repository.tags].flatMap(([tag, register]) => (register.isCertainly(undefined) ? [] : [tag]))),
    )
  }
}

async function checkListing(session: Session, name: string, expected: ReadonlySet<string>): Promise<void> {
  if (expected.size === 0) return
  const answer = await session.send('GET', `/v2/${name}/tags/list`)
  const { tags } = JSON.parse(answer.body.toString('utf8')) as { tags?: string[] | null }
  const missing = [...expected].filter((tag) => tags?.includes(tag) !== true)
  if (missing.length > 0) throw new Violation(`docker-registry does not list ${missing.join(' ')} of ${name}`)
}
