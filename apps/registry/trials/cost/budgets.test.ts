import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { budgets } from './budgets.ts'
import { totalCalls } from './count-driver-calls.ts'
import { type Cost, measure } from './measure.ts'
import { performancePage, withBudgets } from './performance-page.ts'
import { measuredRequests } from './requests.ts'

/** What a request does beyond its budget; undefined where it keeps it. */
function overrun(time: keyof Cost, cost: Cost, budget: Cost | undefined): string | undefined {
  const allowed = budget?.[time] ?? {}
  if (totalCalls(cost[time]) <= totalCalls(allowed)) return undefined
  return `${time}: ${JSON.stringify(cost[time])} of ${JSON.stringify(allowed)}`
}

describe.each(Object.entries(measuredRequests))('%s', (name, request) => {
  test.each(['object store', 'folder'] as const)(
    'asks a store of the kind %s no more than its budget allows',
    async (store) => {
      const { cost, statuses } = await measure(store, request)
      const [first, again = first] = request.answers
      expect(statuses).toEqual([first, again])
      const budget = budgets[name]
      const allowed = store === 'folder' ? budget?.folder : budget?.objectStore
      expect([overrun('first', cost, allowed), overrun('again', cost, allowed)]).toEqual([undefined, undefined])
    },
  )
})

test('every budget belongs to a request that is measured, and every request has one', () => {
  expect(Object.keys(budgets)).toEqual(Object.keys(measuredRequests))
})

test('docs/performance.md has the table of the budgets; if not, run "pnpm run docs:performance"', async () => {
  const page = await readFile(performancePage, 'utf8')
  expect(withBudgets(page)).toBe(page)
})
