import type { Command } from './commands.ts'

const options = `Options:
  -h, --help     Show this help
`

/** Help for the whole program. */
export function programUsage(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 10
  const lines = commands.map(({ name, summary }) => `  ${`${name} [FILE]`.padEnd(width)}${summary}`)
  return `Usage: registry COMMAND [FILE]

A Docker and OCI registry put together from parts.

Commands:
${lines.join('\n')}

${options}  -v, --version  Show the version

Run "registry COMMAND --help" for more about a command.
`
}

/** Help for one command. */
export function commandUsage(command: Command): string {
  return `Usage: registry ${command.name} [FILE]

${command.explanation}

${options}`
}
