import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { ociImage } from '../../src/testing/manifests.ts'
import { writeConfiguration } from '../support/configuration-file.ts'
import { Random } from '../support/random.ts'
import { startSite } from '../support/site.ts'
import { smallManifest, TrialRepository } from '../support/tagged-manifests.ts'

let resources: AsyncDisposableStack
let repository: TrialRepository

beforeEach(async () => {
  resources = new AsyncDisposableStack()
  const folder = resources.use(await createTemporaryFolder()).path
  // The cache is as it is by default: it must not show a process what the same process has changed.
  const configuration = await writeConfiguration(folder, 'config.yml', { sync: false, cacheLifetime: '1s' })
  repository = await new TrialRepository(resources.use(await startSite('moorage', configuration)), 'race').prepare()
})

afterEach(() => resources.disposeAsync())

const clients = 16
const operations = 20_000
const operationsBetweenChecks = 1000

const tags = Array.from({ length: 12 }, (_, index) => `tag-${index}`)
const manifests = Array.from({ length: 6 }, (_, index) => smallManifest(index))

/** Runs `count` operations, sixteen at a time. */
async function runMany(count: number, operate: () => Promise<unknown>): Promise<void> {
  let left = count
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await operate()
    }
  }
  await Promise.all(Array.from({ length: clients }, work))
}

/** Faults that can be seen while nothing else runs. */
async function lookForFaults(): Promise<string[]> {
  const faults: string[] = []
  const listed = await repository.tags()
  for (const tag of tags) {
    const resolved = (await repository.resolve(tag)) !== undefined
    if (listed.includes(tag) !== resolved)
      faults.push(`${tag} is ${resolved ? 'not listed' : 'listed'}, but resolves: ${resolved}`)
  }
  for (const manifest of manifests) await repository.put(manifest.digest, manifest)
  const after = await repository.tags()
  const alive = after.filter((tag) => !listed.includes(tag))
  if (alive.length > 0) faults.push(`${alive.join()} came alive when manifests were pushed again`)
  return faults
}

test('20,000 operations on tags and manifests at once: no 5xx, and no tag that dangles or comes alive', async () => {
  const random = new Random(1)
  const faults: string[] = []
  for (let done = 0; done < operations; done += operationsBetweenChecks) {
    await runMany(operationsBetweenChecks, async () => {
      const manifest = random.pick(manifests as [(typeof manifests)[0] & object, ...typeof manifests])
      const tag = random.pick(tags as [string, ...string[]])
      const kind = random.below(10)
      if (kind < 4) await repository.put(tag, manifest)
      else if (kind < 6) await repository.delete(tag)
      else if (kind < 7) await repository.delete(manifest.digest)
      else if (kind < 8) await repository.tags()
      else await repository.resolve(tag)
    })
    for (const fault of await lookForFaults()) faults.push(`after ${done + operationsBetweenChecks}: ${fault}`)
  }
  expect(faults).toEqual([])
})

test('of pushes of one tag at once, what is answered afterwards stays the answer', async () => {
  const changed: unknown[] = []
  for (let round = 0; round < 50; round += 1) {
    await Promise.all(manifests.map((manifest) => repository.put('latest', manifest)))
    const first = await repository.resolve('latest')
    // Another way to the same link, which a cache does not shorten.
    await repository.delete('unknown')
    const [listed] = await Promise.all([
      repository.resolve('latest'),
      repository.put(`other-${round}`, smallManifest(0)),
    ])
    if (first === undefined || listed !== first) changed.push({ round, first, listed })
  }
  expect(changed).toEqual([])
})

test('a referrers list has every referrer whose push was answered, and none whose deletion was', async () => {
  const random = new Random(2)
  const subject = smallManifest('subject')
  const fields = { subject: { mediaType: ociImage, digest: subject.digest, size: subject.bytes.length } }
  const referrers = Array.from({ length: 40 }, (_, index) => smallManifest(`referrer ${index}`, fields))
  const faults: string[] = []
  // Each client has referrers of its own, so that it knows what became of them.
  await Promise.all(
    Array.from({ length: 8 }, async (_, client) => {
      const own = referrers.filter((__, index) => index % 8 === client)
      for (let step = 0; step < 40; step += 1) {
        const referrer = own[random.below(own.length)] ?? subject
        await repository.put(referrer.digest, referrer)
        if (!(await repository.referrers(subject.digest)).includes(referrer.digest)) faults.push(`${step}: missed`)
        if (random.below(2) === 0) continue
        await repository.delete(referrer.digest)
        if ((await repository.referrers(subject.digest)).includes(referrer.digest)) faults.push(`${step}: came back`)
      }
    }),
  )
  expect(faults).toEqual([])
})
