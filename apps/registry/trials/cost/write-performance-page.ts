// `pnpm run docs:performance`: writes the table of the budgets into docs/performance.md.
import { readFile, writeFile } from 'node:fs/promises'
import { performancePage, withBudgets } from './performance-page.ts'

const page = await readFile(performancePage, 'utf8').catch(() => '')
await writeFile(performancePage, withBudgets(page))
