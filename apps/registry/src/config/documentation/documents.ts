import { configurationPage } from './configuration-page.ts'
import { jsonSchemaText } from './json-schema.ts'

/** A file that is written from the schema. */
interface GeneratedDocument {
  readonly file: URL
  readonly text: () => string
}

export const documents: readonly GeneratedDocument[] = [
  { file: new URL('../../../../../docs/configuration.md', import.meta.url), text: configurationPage },
  { file: new URL('../../../configuration.schema.json', import.meta.url), text: jsonSchemaText },
]
