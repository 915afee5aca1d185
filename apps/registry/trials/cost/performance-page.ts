import { markdownTable } from '../../src/config/documentation/markdown-table.ts'
import { budgets } from './budgets.ts'
import { type DriverCalls, totalCalls } from './count-driver-calls.ts'

export const performancePage: URL = new URL('../../../../docs/performance.md', import.meta.url)

const beginning =
  '<!-- calls of the store: written by "pnpm run docs:performance" in apps/registry, from trials/cost/budgets.ts -->'
const end = '<!-- end of calls of the store -->'

const heading = '# Performance\n'

const introduction = `## Calls of the store

The most calls of the storage driver that a request makes, and those it made when its budget was set; on an object store each is a request that is paid for. \`first\` is a registry that
has just started, \`again\` the same request once more within \`storage.cache.lifetime\`. A test counts them.
`

/** The page with the budgets' table in its place between the markers, or at its end where it has none yet. */
export function withBudgets(page: string): string {
  const section = `${beginning}\n\n${introduction}\n${table()}\n\n${end}\n`
  const start = page.indexOf(beginning)
  const stop = page.indexOf(`${end}\n`)
  if (start === -1 || stop === -1) return `${page === '' ? heading : page}\n${section}`
  return page.slice(0, start) + section + page.slice(stop + end.length + 1)
}

function table(): string {
  const rows = Object.entries(budgets).map(([request, { objectStore, folder = objectStore }]) => [
    request,
    ...[objectStore.first, objectStore.again].map(describe),
    ...[folder.first, folder.again].map((calls) => String(totalCalls(calls))),
  ])
  return markdownTable(['request', 'object store, first', 'again', 'folder, first', 'again'], rows)
}

/** Such as `3: getContent, 2 stat`. */
function describe(calls: DriverCalls): string {
  const verbs = Object.entries(calls).map(([verb, count]) => (count === 1 ? verb : `${count} ${verb}`))
  return verbs.length === 0 ? '0' : `${totalCalls(calls)}: ${verbs.join(', ')}`
}
