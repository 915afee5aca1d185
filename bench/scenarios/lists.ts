import { setTimeout } from 'node:timers/promises'
import {
  seededRepository,
  seedRepositories,
  seededTagsRepository,
  seedTags,
  seedTagsOfImageLayout,
} from '../data/seed-files.ts'
import type { LoadProcess } from '../load/load-process.ts'
import { median } from '../report/statistics.ts'
import { observe, type GroupFactory, type Observation, type Scenario } from './scenario.ts'

const pageSize = 100
/** Repositories or tags above which a registry that reads all of them for each page is not asked to walk. */
const mostWalkedPageByPage = 20_000
/** The first page is asked for again and again for so long; its figure is the median. */
const pageSeconds = 0.4

export const createTagsGroup: GroupFactory = ({ tagCount }) => ({
  seed: (kind, dataFolder) => {
    if (kind.layout === 'oci') seedTagsOfImageLayout(dataFolder, tagCount)
    else seedTags(dataFolder, tagCount)
  },
  scenarios: createScenarios('pages of tags', {
    name: 'tags',
    title: `${tagCount} tags`,
    list: `/v2/${seededTagsRepository}/tags/list`,
    items: tagCount,
  }),
})

export const createCatalogGroup: GroupFactory = ({ repositoryCount }) => ({
  seed: (kind, dataFolder) => {
    if (kind.layout === 'distribution') seedRepositories(dataFolder, repositoryCount)
  },
  prepare: async ({ contender, port }) => {
    if (contender.kind.fillsCatalog === true) await untilListed(port, repositoryCount)
  },
  scenarios: [
    ...createScenarios('catalog', {
      name: 'catalog',
      title: `${repositoryCount} repositories`,
      list: '/v2/_catalog',
      items: repositoryCount,
    }),
    {
      name: 'catalog-last',
      title: `last page of ${pageSize} of ${repositoryCount} repositories`,
      unit: 'ms',
      better: 'lower',
      cpuPer: '1,000 requests',
      missingIn: ({ lacks }) => lacks?.catalog,
      measure: ({ port }, load) => {
        const last = seededRepository(repositoryCount - pageSize - 1)
        const path = `/v2/_catalog?n=${pageSize}&last=${encodeURIComponent(last)}`
        return measureMedian(load, port, { operation: 'read', path, seconds: pageSeconds })
      },
    },
  ],
})

async function untilListed(port: number, count: number): Promise<void> {
  const path = `/v2/_catalog?n=1&last=${encodeURIComponent(seededRepository(count - 2))}`
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    const { repositories } = (await response.json()) as { repositories?: readonly string[] | null }
    if (repositories?.length === 1) return
    await setTimeout(200)
  }
}

interface List {
  readonly name: string
  readonly title: string
  readonly list: string
  readonly items: number
}

function createScenarios(ability: 'catalog' | 'pages of tags', { name, title, list, items }: List): Scenario[] {
  const missingIn: Scenario['missingIn'] = ({ lacks }) => lacks?.[ability]
  const path = `${list}?n=${pageSize}`
  return [
    {
      name: `${name}-page`,
      title: `first page of ${pageSize} of ${title}`,
      unit: 'ms',
      better: 'lower',
      cpuPer: '1,000 requests',
      missingIn,
      measure: ({ port }, load) => measureMedian(load, port, { operation: 'read', path, seconds: pageSeconds }),
    },
    {
      name: `${name}-walk`,
      title: `walk by ${pageSize} through ${title}`,
      unit: 'ms',
      better: 'lower',
      cpuPer: '1,000 requests',
      missingIn: (kind) => missingIn(kind) ?? (items > mostWalkedPageByPage ? kind.lacks?.['long walks'] : undefined),
      measure: ({ port }, load) => measureMedian(load, port, { operation: 'walkPages', path, seconds: 0, items }),
    },
  ]
}

interface ListJob {
  readonly operation: 'read' | 'walkPages'
  readonly path: string
  readonly seconds: number
  readonly items?: number
}

async function measureMedian(load: LoadProcess, port: number, job: ListJob): Promise<Observation> {
  const { operation, seconds, ...parameters } = job
  const result = await load.run({ operation, port, connections: 1, seconds, parameters })
  const pages = Math.ceil((job.items ?? 1) / pageSize)
  return { ...observe(result), value: median(result.milliseconds), work: (result.count * pages) / 1000 }
}
