import type { Settings } from '../settings.ts'
import { createCatalogGroup, createTagsGroup } from './lists.ts'
import { createProcessesGroup } from './processes.ts'
import { createPullLargeGroup } from './pull-large.ts'
import { createPushLargeGroup } from './push-large.ts'
import { createPushSmallGroup } from './push-small.ts'
import { createReadSmallGroup } from './read-small.ts'
import type { Group } from './scenario.ts'

const factories = [
  createReadSmallGroup,
  createPushSmallGroup,
  createTagsGroup,
  createCatalogGroup,
  createPushLargeGroup,
  createPullLargeGroup,
  createProcessesGroup,
]

/** The groups with the named scenarios, or all. */
export function createGroups(settings: Settings, only: readonly string[] | undefined): Group[] {
  const groups = factories.map((create) => create(settings))
  if (only === undefined) return groups
  const known = groups.flatMap((group) => group.scenarios.map(({ name }) => name))
  for (const name of only) {
    if (!known.includes(name)) throw new Error(`No scenario ${name}; there are ${known.join(', ')}`)
  }
  return groups
    .map((group) => ({ ...group, scenarios: group.scenarios.filter(({ name }) => only.includes(name)) }))
    .filter((group) => group.scenarios.length > 0)
}
