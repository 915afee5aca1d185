import { seedRepositories, seededTagsRepository, seedTags, seedTagsOfImageLayout } from '../data/seed-files.ts'
import type { LoadProcess } from '../load/load-process.ts'
import { median } from '../report/statistics.ts'
import { observe, type GroupFactory, type Observation, type Scenario } from './scenario.ts'

const pageSize = 100
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
  scenarios: createScenarios('catalog', {
    name: 'catalog',
    title: `${repositoryCount} repositories`,
    list: '/v2/_catalog',
    items: repositoryCount,
  }),
})

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
      missingIn,
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
