import { markdownTable } from '../../src/config/documentation/markdown-table.ts'
import { budgets } from './budgets.ts'
import { type Calls, totalCalls } from './count-driver-calls.ts'

export const performancePage: URL = new URL('../../../../docs/performance.md', import.meta.url)

const beginning =
  '<!-- calls of the store: written by "pnpm run docs:performance" in apps/registry, from trials/cost/budgets.ts -->'
const end = '<!-- end of calls of the store -->'

const heading = '# Performance\n'

const introduction = `## Calls of the store

The most that a request asks of the store, and what it asked when its budget was set: on an object store the requests that the driver sends, each of which is paid for; on a
folder the calls of the driver. \`first\` is a registry that has just started, \`again\` the same request once more within \`storage.cache.lifetime\`. A test counts them. What a push or a
pull of a whole image comes to is in the README of each driver.
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
  const rows = Object.entries(budgets).map(([request, { objectStore, folder }]) => [
    request,
    ...[objectStore.first, objectStore.again].map(describe),
    ...[folder.first, folder.again].map((calls) => String(totalCalls(calls))),
  ])
  return markdownTable(['request', 'object store, first', 'again', 'folder, first', 'again'], rows)
}

/** Such as `3: getContent, 2 stat`. */
function describe(calls: Calls): string {
  const verbs = Object.entries(calls).map(([verb, count]) => (count === 1 ? verb : `${count} ${verb}`))
  return verbs.length === 0 ? '0' : `${totalCalls(calls)}: ${verbs.join(', ')}`
}
