import { describe, expect, it } from 'vitest'
import { programVersion } from '../config/program-version.ts'
import { runCommandLine } from './run-command-line.ts'

async function run(...words: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const output = { stdout: '', stderr: '' }
  const exitCode = await runCommandLine(words, {
    environment: {},
    print: (text) => (output.stdout += text),
    printError: (text) => (output.stderr += text),
  })
  return { exitCode, ...output }
}

it.each([['--version'], ['-v']])('%s prints the version', async (option) => {
  expect(await run(option)).toEqual({ exitCode: 0, stdout: `registry ${programVersion}\n`, stderr: '' })
})

describe('help', () => {
  it.each([['--help'], ['-h']])('of the program by %s names each command', async (option) => {
    const { exitCode, stdout, stderr } = await run(option)
    expect(exitCode).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain('Usage: registry COMMAND')
    expect(stdout).toMatch(/^ {2}serve \[FILE\]/m)
    expect(stdout).toMatch(/^ {2}config check \[FILE\]/m)
    expect(stdout).toMatch(/^ {2}config convert \[FILE\]/m)
  })

  it.each([
    ['serve', '--help'],
    ['serve', '-h'],
    ['config', 'check', '--help'],
    ['--help', 'config', 'check'],
  ])('of a command: %s %s', async (...words) => {
    const { exitCode, stdout } = await run(...words)
    expect(exitCode).toBe(0)
    expect(stdout).toContain(`Usage: registry ${words.includes('serve') ? 'serve' : 'config check'} [FILE]`)
    expect(stdout).toContain('REGISTRY_CONFIGURATION_PATH')
  })
})

describe('a command line that makes no sense ends with 2, a hint, and the usage', () => {
  it.each([
    [[], 'a command is missing'],
    [['serv'], 'unknown command "serv"; did you mean serve?'],
    [['config'], 'unknown command "config"; did you mean config check?'],
    [['config', 'covert'], 'unknown command "config covert"; did you mean config convert?'],
    [['config', 'chek'], 'unknown command "config chek"; did you mean config check?'],
    [['garbage-collect'], 'unknown command "garbage-collect"'],
    [['frobnicate', '--help'], 'unknown command "frobnicate"'],
    [['--verson'], 'unknown option --verson; did you mean --version?'],
    [['-x'], 'unknown option -x'],
    [['serve', '--port', '5000'], 'unknown option --port'],
    [['serve', '--help=yes'], 'the option --help takes no value'],
    [['serve', 'a.yml', 'b.yml'], '"serve" takes one file, and there is also "b.yml"'],
  ])('%j', async (words, message) => {
    const { exitCode, stdout, stderr } = await run(...words)
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(`registry: ${message}\n\nUsage: registry `)
  })
})

it('a file that cannot be read is one sentence and 1', async () => {
  expect(await run('config', 'check', '/nowhere.yml')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: 'registry: there is no configuration file /nowhere.yml\n',
  })
})
