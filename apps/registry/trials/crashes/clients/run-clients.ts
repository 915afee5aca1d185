import type { BlobEntry, ManifestEntry, RepositoryLedger } from '../ledger/repository-ledger.ts'
import type { Content } from '../support/content.ts'
import { ConnectionLostError } from '../support/http-client.ts'
import type { Random } from '../support/random.ts'
import { deleteBlob, mountBlob, postBlob } from './push-blob.ts'
import { chooseManifest, deleteManifest, deleteTag, pushManifest } from './push-manifest.ts'
import { listTags, readBlob, readManifest, readTag } from './read.ts'
import type { Session } from './session.ts'
import { resumeUpload, uploadBlob } from './upload-blob.ts'

const tags = ['latest', 'v1', 'v1.0', 'v1-rc', 'A', '_', 'edge', 'z']
/** Few enough that clients push the same at the same time. */
const contentCount = 150

type Step = (session: Session, repository: RepositoryLedger, random: Random) => Promise<unknown>

const steps: Readonly<Record<string, { readonly weight: number; readonly step: Step }>> = {
  resume: { weight: 30, step: resume },
  upload: { weight: 20, step: withContent(uploadBlob) },
  post: { weight: 10, step: withContent(postBlob) },
  mount: { weight: 8, step: mount },
  pushByTag: { weight: 20, step: withTag(push) },
  pushByDigest: { weight: 5, step: (session, repository) => push(session, repository, undefined) },
  deleteTag: { weight: 5, step: withTag(deleteTag) },
  deleteManifest: { weight: 4, step: withManifest(deleteManifest) },
  deleteBlob: { weight: 3, step: withBlob(deleteUnlessKept) },
  readBlob: { weight: 6, step: withBlob(readBlob) },
  readManifest: { weight: 4, step: withManifest(readManifest) },
  readTag: { weight: 6, step: withTag(readTag) },
  listTags: { weight: 2, step: listTags },
}

const weights: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(steps).map(([name, { weight }]) => [name, weight]),
)

/** Lets clients do one thing after another until the registry is killed; each of them ends at its first cut connection. */
export async function runClients(session: Session, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => runClient(session, session.random.fork())))
}

async function runClient(session: Session, random: Random): Promise<void> {
  try {
    while (!session.isKilled) {
      const repository = random.pick(session.ledger.repositories)
      if (repository !== undefined) await steps[random.weighted(weights)]?.step(session, repository, random)
    }
  } catch (error) {
    if (!(error instanceof ConnectionLostError)) throw error
  }
}

async function resume(session: Session, _: RepositoryLedger, random: Random): Promise<void> {
  const upload = random.pick([...session.ledger.idleUploads])
  if (upload !== undefined) await resumeUpload(session, upload)
}

async function mount(session: Session, repository: RepositoryLedger, random: Random): Promise<void> {
  const source = random.pick(session.ledger.repositories)
  const blob = random.pick([...(source?.blobs.values() ?? [])])
  if (source !== undefined && blob !== undefined) await mountBlob(session, repository, source, blob.content)
}

async function push(session: Session, repository: RepositoryLedger, tag: string | undefined): Promise<void> {
  const manifest = chooseManifest(session, repository)
  if (manifest !== undefined) await pushManifest(session, repository, manifest, tag)
}

async function deleteUnlessKept(session: Session, repository: RepositoryLedger, blob: BlobEntry): Promise<void> {
  if (!blob.isKept) await deleteBlob(session, repository, blob.content)
}

type StepOn<Subject> = (session: Session, repository: RepositoryLedger, subject: Subject) => Promise<unknown>

function withContent(step: StepOn<Content>): Step {
  return (session, repository, random) =>
    step(session, repository, session.ledger.contents.get(random.between(1, contentCount)))
}

function withTag(step: StepOn<string>): Step {
  return (session, repository, random) => step(session, repository, random.pick(tags) ?? '')
}

function withManifest(step: StepOn<ManifestEntry>): Step {
  return async (session, repository, random) => {
    const manifest = random.pick([...repository.manifests.values()])
    if (manifest !== undefined) await step(session, repository, manifest)
  }
}

function withBlob(step: StepOn<BlobEntry>): Step {
  return async (session, repository, random) => {
    const blob = random.pick([...repository.blobs.values()])
    if (blob !== undefined) await step(session, repository, blob)
  }
}
