import { type Catalog, type CatalogDefinition, createCatalog } from '@moorage/catalog-core'
import { namesOf } from '../names.ts'
import { Choices } from './choices.ts'
import { markedName } from './marked-names.ts'
import type { CatalogPlace, Order, OwnChange, Report } from './messages.ts'

/** So many that one process keeps at a time, lest the checks of all names take longer than the changes. */
const mostNames = 1000

/** A process of its own with a catalog, which does what its parent orders. */
const { module, options } = JSON.parse(process.argv[2] ?? '') as CatalogPlace
const { default: definition } = (await import(module)) as { default: CatalogDefinition<unknown> }
const catalog = await createCatalog(definition, options)

process.on('message', (order: Order) => {
  obey(order).then(
    () => tell({ kind: 'done' }),
    (error: unknown) => tell({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? '') : String(error) }),
  )
})
// The parent is gone.
process.on('disconnect', () => process.exit())
await tell({ kind: 'ready' })

function tell(report: Report): Promise<void> {
  // Once it is in the pipe it arrives, whatever happens to this process.
  return new Promise((resolve, reject) => {
    process.send?.(report, (error: Error | null) => (error === null ? resolve() : reject(error)))
  })
}

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'churn':
      return churn(order)
    case 'add':
      return catalog.add(order.names)
    case 'hold':
      return catalog.exclusively(hold, { timeoutMs: 60_000 })
    case 'turns':
      for (let turn = 0; turn < order.turns; turn += 1) {
        await catalog.exclusively(() => expectAlone(catalog, order.owner), { timeoutMs: 60_000 })
      }
  }
}

async function churn({ owner, seed, changes }: Order & { readonly kind: 'churn' }): Promise<void> {
  const choices = new Choices(seed)
  const present: string[] = []
  let next = 0
  for (let round = 0; round < changes; round += 1) {
    // One name mostly, as with a push; many, as when the catalog is reconciled.
    const count = choices.below(4) === 0 ? 1 + choices.below(200) : 1
    const isThere = present.length === 0 || (present.length < mostNames && choices.below(3) > 0)
    const names = isThere
      ? Array.from({ length: count }, () => markedName(owner, next++))
      : present.splice(choices.below(present.length), count)
    if (isThere) present.push(...names)
    const change: OwnChange = { isThere, names }
    await tell({ kind: 'began', change })
    await (isThere ? catalog.add(names) : catalog.remove(names))
    await tell({ kind: 'made', change })
  }
}

async function hold(): Promise<void> {
  await tell({ kind: 'holds' })
  await new Promise(() => undefined)
}

/** Two that had the turn at once would find each other's names. */
async function expectAlone(shared: Catalog, owner: string): Promise<void> {
  await shared.add([`turn/${owner}`])
  const { entries } = await shared.list({ after: 'turn/', limit: 10 })
  const others = namesOf(entries).filter((name) => name.startsWith('turn/') && name !== `turn/${owner}`)
  if (others.length > 0) throw new Error(`${others.join(', ')} had the turn together with ${owner}`)
  await shared.remove([`turn/${owner}`])
}
