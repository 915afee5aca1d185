import { readFile, writeFile } from 'node:fs/promises'
import { storeKinds } from '../support/store-kinds.ts'
import { readmeOf, withRequests } from './requests-section.ts'

for (const kind of storeKinds) {
  const readme = readmeOf(kind)
  await writeFile(readme, withRequests(await readFile(readme, 'utf8')))
}
