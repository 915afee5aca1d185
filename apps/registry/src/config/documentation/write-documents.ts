// `pnpm run docs:configuration`: writes what is derived from the schema.
import { writeFile } from 'node:fs/promises'
import { documents } from './documents.ts'

for (const { file, text } of documents) await writeFile(file, text())
