import { checkConfiguration } from './check-configuration.ts'
import { rebuildCatalog, verifyCatalog } from './compare-catalog.ts'
import { convertConfiguration } from './convert-configuration.ts'
import { serve } from './serve.ts'
import type { Terminal } from './terminal.ts'

export interface Command {
  /** The words that call it. */
  readonly name: string
  readonly summary: string
  /** Paragraphs for its own help. */
  readonly explanation: string
  /** @returns the exit code */
  run(file: string | undefined, terminal: Terminal): Promise<number>
}

const fileRule = `FILE is a configuration in YAML. Without it, the file that REGISTRY_CONFIGURATION_PATH
names is used; without that, a ready-made configuration that stores in ./data.
Variables such as REGISTRY_HTTP_ADDR=:5001 override single keys of either.

FILE may be of the first docker-registry, too: then SETTINGS_FLAVOR chooses one of its flavours.
Without FILE, SETTINGS_FLAVOR=oss and variables such as OSS_BUCKET do as they did there.`

export const commands: readonly Command[] = [
  {
    name: 'serve',
    summary: 'Run the registry',
    explanation: `Runs the registry until SIGINT or SIGTERM ends it. Running requests get the time that\nhttp.draintimeout allows; a second signal ends it at once.\n\n${fileRule}`,
    run: serve,
  },
  {
    name: 'config check',
    summary: 'Show the configuration that would be used, and what is wrong with it',
    explanation: `Prints the configuration that would be used, with secrets masked, and each key or\nvariable that has no effect. Exits with 1 where the registry would not start with it.\n\n${fileRule}`,
    run: checkConfiguration,
  },
  {
    name: 'config convert',
    summary: 'Write a configuration of the first docker-registry in the format of today',
    explanation: `Writes the flavour that SETTINGS_FLAVOR chooses of FILE, or the one that it amounts to without
a FILE, as a configuration of version 0.1 to standard output, with its secrets.
REGISTRY_ variables do not change it: they go on to override it.`,
    run: convertConfiguration,
  },
  {
    name: 'catalog verify',
    summary: 'Show where the catalog differs from the storage',
    explanation: `Compares the names in the catalog (MySQL, SQLite, a file) with the repositories of the storage,
and changes nothing. A line "+ NAME" is a repository that the catalog lacks, "- NAME" a name
in it without a repository. Exits with 1 where there are any.

${fileRule}`,
    run: verifyCatalog,
  },
  {
    name: 'catalog rebuild',
    summary: 'Make the catalog equal to the storage',
    explanation: `Adds the repositories that the catalog (MySQL, SQLite, a file) lacks, and removes the names that
are no repositories. A registry does the same when it starts; both may run at the same time,
and beside pushes. Whoever reads the catalog meanwhile finds all that is right in it.

${fileRule}`,
    run: rebuildCatalog,
  },
]
