import { markdownTable } from '../../../src/config/documentation/markdown-table.ts'
import type { StoreKind } from '../support/store-kinds.ts'
import { measuredRequests } from './measured-requests.ts'

/** The README of a store's driver. */
export function readmeOf({ name }: StoreKind): URL {
  return new URL(`../../../../../packages/driver-${name}/README.md`, import.meta.url)
}

const beginning =
  '<!-- requests: written by "pnpm run docs:performance" in apps/registry, from trials/object-stores/requests/measured-requests.ts -->'
const end = '<!-- end of requests -->'

const introduction = `## Requests

What Moorage's registry sends to the bucket, counted by the request log of the emulator that its tests run on; they let no number grow. \`again\` is the same once more
within \`storage.cache.lifetime\`, a second by default: of blobs that were pushed longer ago, two requests each are added when their manifest comes. Beside it what the Go
registry's S3 driver sends, where that was measured.
`

/** The page with the table in its place between the markers, or at its end where it has none yet. */
export function withRequests(page: string): string {
  const section = `${beginning}\n\n${introduction}\n${table()}\n\n${end}\n`
  const start = page.indexOf(beginning)
  const stop = page.indexOf(`${end}\n`)
  if (start === -1 || stop === -1) return `${page}\n${section}`
  return page.slice(0, start) + section + page.slice(stop + end.length + 1)
}

function table(): string {
  const rows = measuredRequests.map(({ what, budget, go }) => [
    what,
    String(budget[0]),
    budget[1] === undefined ? '' : String(budget[1]),
    go === undefined ? '' : String(go),
  ])
  return markdownTable(['what', 'requests', 'again', 'Go registry'], rows)
}
