import { configurationSchema } from '../schema/configuration-schema.ts'
import { markdownTable } from './markdown-table.ts'
import { schemaFields, type SchemaField } from './schema-fields.ts'

const introduction = `# Configuration

<!-- Written by "pnpm run docs:configuration" in apps/registry, from the schema. -->

The registry reads one YAML file, in the format of the Go registry (\`version: 0.1\`), and lays the environment over it:

- The file is the argument of \`registry serve\`, else the one that \`REGISTRY_CONFIGURATION_PATH\` names.
- Without a file there is a ready-made configuration: images in the folder \`data\` below the current one, port 5000,
  deletion on, a cache in memory, indexes taken whether or not all their manifests are there, and layers that name a web address. A storage driver that the
  environment names, such as by \`REGISTRY_STORAGE_COS_BUCKET\`, takes the place of the folder.
- A configuration of the first docker-registry, with flavours or by variables such as \`OSS_BUCKET\` alone, [is taken too](from-v1.md).
- \`registry config check FILE\` shows what would be used, with secrets masked, and what has no effect.
- An unknown key of a file stops the start. An unknown variable is a warning: Kubernetes sets some that begin with \`REGISTRY_\`.
- Editors check a file while it is written, with [the JSON schema](../apps/registry/configuration.schema.json).

## Environment

\`REGISTRY_HTTP_ADDR=:5001\` sets \`http.addr\`: the name is the key in upper case, with \`_\` for the dots. The value is YAML.

- A variable may replace a whole section: \`REGISTRY_STORAGE=oss\` drops the file's storage section, its \`delete\` and
  \`cache\` too; \`REGISTRY_STORAGE_OSS_BUCKET\` then adds to the new one.
- List items are set or appended by position: \`REGISTRY_VALIDATION_MANIFESTS_URLS_ALLOW_0\`. Whole lists are YAML:
  \`REGISTRY_HTTP_HEADERS_X-Frame-Options='[DENY]'\`.
- Where text is expected it is taken as it is written: \`REGISTRY_HTTP_SECRET=0123\` keeps its zero. What is no YAML is text too.
  YAML's rules for the rest hold: \`#\` after a space begins a comment.
- \`REGISTRY_HTTP_SECRET_FILE=/run/secrets/http\` reads the value of \`http.secret\` from a file. This works for every key.
- An empty variable is the same as an absent key.

## Values

A duration is written as in Go: \`168h\`, \`1m30s\`, \`300ms\`. A number without a unit is nanoseconds.
Booleans are those of YAML 1.1: \`true\`, \`yes\` and \`on\` are the same.

## Storage drivers

The section \`storage\` names one driver, and holds its parameters below that name:

\`\`\`yaml
storage:
  filesystem:
    rootdirectory: /var/lib/registry
\`\`\`

\`cos\` means the package \`@moorage/driver-cos\`. A name with a \`/\`, a \`.\` or a leading \`@\` is a package or a file to import:
\`'@example/driver-tape'\`, or \`./my-driver.js\` beside the configuration file. A driver's README lists its parameters;
\`REGISTRY_STORAGE_COS_BUCKET\` sets \`bucket\`. \`storage: inmemory\` is short for a driver without parameters.

\`registry config check\` shows a text among the parameters only where its name says that it is no secret, as those of
\`bucket\`, \`region\`, \`rootdirectory\` and names that end in \`endpoint\`, \`path\` or \`file\` do; any other is shown as \`***\`.
`

const afterword = `## Not supported yet

The Go registry knows these too. They stop the start, so that nothing which looks configured is ignored.

`

/** The text of docs/configuration.md. */
export function configurationPage(): string {
  const fields = schemaFields(configurationSchema)
  const sections = fields.filter(({ path, isSection }) => isSection && path.length === 1)
  const single = fields.filter(({ path, isSection, notes }) => !isSection && path.length === 1 && !notes.state)
  const chapters = sections.map((section) => {
    const inside = fields.filter(({ path, isSection, notes }) => {
      return path[0] === section.path[0] && !isSection && notes.state !== 'refused'
    })
    return `### ${section.path.join('.')}\n\n${section.notes.meaning}\n\n${keyTable(inside)}`
  })
  const refused = fields.filter(({ notes }) => notes.state === 'refused')
  const refusedTable = markdownTable(
    ['key', 'meaning'],
    refused.map(({ path, notes }) => [code(path.join('.')), notes.meaning]),
  )
  return [introduction, '## Keys', keyTable(single), ...chapters, `${afterword}${refusedTable}`]
    .map((part) => part.trimEnd())
    .join('\n\n')
    .concat('\n')
}

function keyTable(fields: readonly SchemaField[]): string {
  return markdownTable(
    ['key', 'type', 'default', 'environment', 'meaning'],
    fields.map(({ path, variable, notes }) => [
      code(path.join('.')),
      typeText(notes.choices, notes.type),
      notes.fallback === undefined || notes.fallback === '' ? '' : code(notes.fallback),
      code(variable),
      notes.state === 'without effect' ? `${notes.meaning} Accepted, without effect.` : notes.meaning,
    ]),
  )
}

function typeText(choices: readonly string[] | undefined, type: string): string {
  return choices === undefined ? type : choices.map(code).join(', ')
}

function code(text: string): string {
  return `\`${text}\``
}
