import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { countRequests } from './requests/count-requests.ts'
import { measuredRequests } from './requests/measured-requests.ts'
import { readmeOf, withRequests } from './requests/requests-section.ts'
import { storeKinds } from './support/store-kinds.ts'

describe.each(storeKinds)('on $name', (kind) => {
  test.each(measuredRequests)('a registry sends no more requests than it may: $what', async (measured) => {
    const counted = await countRequests(kind, measured)
    const overruns = counted.filter((sent, index) => sent.length > (measured.budget[index] ?? 0))
    expect(overruns).toEqual([])
  })

  test('the README of the driver has the table of the budgets; if not, run "pnpm run docs:performance"', async () => {
    const page = await readFile(readmeOf(kind), 'utf8')
    expect(withRequests(page)).toBe(page)
  })
})
