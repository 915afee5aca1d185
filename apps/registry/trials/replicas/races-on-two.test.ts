import { afterAll, beforeAll, expect, test } from 'vitest'
import { Random } from '../support/random.ts'
import { smallManifest, TrialRepository } from '../support/tagged-manifests.ts'
import { type Replicas, startReplicas } from './replicas.ts'

const resources = new AsyncDisposableStack()
let replicas: Replicas

beforeAll(async () => {
  replicas = resources.use(await startReplicas({ sync: false }))
})

afterAll(() => resources.disposeAsync())

const rounds = 150

/** The repository as each replica has it. */
async function repository(name: string): Promise<[TrialRepository, TrialRepository]> {
  const [one, other] = replicas.sites
  return [await new TrialRepository(one, name).prepare(), new TrialRepository(other, name)]
}

test('two clients that push the same tag at once: one of them has won, and both replicas say which', async () => {
  const both = await repository('same-tag')
  const wrong: unknown[] = []
  for (let round = 0; round < rounds; round += 1) {
    const manifests = both.map((_, index) => smallManifest(`${round} ${index}`))
    const statuses = await Promise.all(
      both.map((each, index) => each.put('latest', manifests[index] ?? smallManifest(0))),
    )
    const answers = await Promise.all(both.map((each) => each.resolve('latest')))
    const isOneOfThem = manifests.some(({ digest }) => digest === answers[0])
    if (!isOneOfThem || answers[0] !== answers[1] || statuses.some((status) => status !== 201)) {
      wrong.push({ round, statuses, answers })
    }
  }
  expect(wrong).toEqual([])
})

test.each([1, 2, 3])(
  'a deletion that meets a push leaves the manifest with its tag, or neither: seed %i',
  async (seed) => {
    const random = new Random(seed)
    const both = await repository(`delete-push/${seed}`)
    const wrong: unknown[] = []
    for (let round = 0; round < rounds; round += 1) {
      const manifest = smallManifest(random.below(5))
      const tag = `tag-${random.below(4)}`
      if (random.below(2) === 0) await random.pick(both).put(random.pick([tag, 'another']), manifest)
      const [pusher, deleter] = random.below(2) === 0 ? both : both.toReversed()
      const [pushed, deleted] = await Promise.all([pusher?.put(tag, manifest), deleter?.delete(manifest.digest)])
      for (const each of both) {
        const found = await each.resolve(manifest.digest)
        const tagged = await each.resolve(tag)
        const listed = (await each.tags()).includes(tag)
        const isThere = found !== undefined && tagged === found && listed
        const isGone = found === undefined && tagged === undefined && !listed
        if (!isThere && !isGone) wrong.push({ round, pushed, deleted, found, tagged, listed })
      }
      // Cleared away before the next round, so that each counts its own faults.
      await both[0].put('clearing', manifest)
      await both[0].delete(manifest.digest)
    }
    expect(wrong).toEqual([])
  },
)

test('what is pushed after a deletion was answered is there, whichever replica answered', async () => {
  const random = new Random(7)
  const both = await repository('push-after-delete')
  const wrong: unknown[] = []
  for (let round = 0; round < rounds; round += 1) {
    const manifest = smallManifest(random.below(3))
    await random.pick(both).put('tag', manifest)
    const deleted = await random.pick(both).delete(random.pick([manifest.digest, 'tag']))
    const pushed = await random.pick(both).put('tag', manifest)
    const answers = await Promise.all(both.flatMap((each) => [each.resolve('tag'), each.resolve(manifest.digest)]))
    if (deleted !== 202 || pushed !== 201 || answers.some((answer) => answer !== manifest.digest)) {
      wrong.push({ round, deleted, pushed, answers })
    }
  }
  expect(wrong).toEqual([])
})
