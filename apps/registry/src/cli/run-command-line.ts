import { parseArgs } from 'node:util'
import { nearestName } from '../config/nearest-name.ts'
import { programVersion } from '../config/program-version.ts'
import { type Command, commands } from './commands.ts'
import { startErrorText } from './start-error.ts'
import type { Terminal } from './terminal.ts'
import { commandUsage, programUsage } from './usage.ts'

/** Exit code for a command line that makes no sense, as shells have it. */
const wrongUsage = 2

// Node's own parser: three options and one file name need no library.
const knownOptions = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

/**
 * Runs the program.
 * @returns its exit code
 */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals, tokens } = parseArgs({
    args: [...words],
    options: knownOptions,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const command = commands.find(({ name }) => name === positionals.slice(0, name.split(' ').length).join(' '))
  const wrong = tokens.map(optionProblem).find((problem) => problem !== undefined)
  if (wrong !== undefined) return refuse(wrong, command, terminal)
  if (values['version'] === true) {
    terminal.print(`registry ${programVersion}\n`)
    return 0
  }
  if (values['help'] === true && (command !== undefined || positionals.length === 0)) {
    terminal.print(command === undefined ? programUsage(commands) : commandUsage(command))
    return 0
  }
  if (command === undefined) return refuse(unknownCommand(positionals), undefined, terminal)
  const [file, more] = positionals.slice(command.name.split(' ').length)
  if (more !== undefined)
    return refuse(`"${command.name}" takes one file, and there is also "${more}"`, command, terminal)
  try {
    return await command.run(file, terminal)
  } catch (error) {
    terminal.printError(`registry: ${startErrorText(error)}\n`)
    return 1
  }
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]

function optionProblem(token: Token): string | undefined {
  if (token.kind !== 'option') return undefined
  if (Object.hasOwn(knownOptions, token.name)) {
    return token.value === undefined ? undefined : `the option ${token.rawName} takes no value`
  }
  return `unknown option ${token.rawName}${hint(token.name, Object.keys(knownOptions), '--')}`
}

function unknownCommand(words: readonly string[]): string {
  if (words.length === 0) return 'a command is missing'
  const name = commands.some((command) => command.name.startsWith(`${words[0]} `))
    ? words.slice(0, 2).join(' ')
    : words[0]
  return `unknown command "${name}"${hint(
    name ?? '',
    commands.map((command) => command.name),
    '',
  )}`
}

function hint(name: string, candidates: readonly string[], prefix: string): string {
  const near = nearestName(name, candidates) ?? candidates.find((candidate) => candidate.startsWith(`${name} `))
  return near === undefined ? '' : `; did you mean ${prefix}${near}?`
}

function refuse(message: string, command: Command | undefined, terminal: Terminal): number {
  const usage = command === undefined ? programUsage(commands) : commandUsage(command)
  terminal.printError(`registry: ${message}\n\n${usage}`)
  return wrongUsage
}
