import { describe, expect, test } from 'vitest'
import { runCommandLine } from './cli/run-command-line.ts'
import { signedFetch } from './fronts/cos/testing/signed-fetch.ts'
import { startProgram } from './testing/start-program.ts'

async function run(...words: readonly string[]): Promise<{ code: number; printed: string; errors: string }> {
  let printed = ''
  let errors = ''
  const code = await runCommandLine(words, {
    print: (text) => (printed += text),
    printError: (text) => (errors += text),
  })
  return { code, printed, errors }
}

describe('the program', () => {
  test('says where it is, serves with the keys it was given, and ends on a signal', async () => {
    await using program = await startProgram(
      '--bucket',
      'b-1',
      '--region',
      'sg',
      '--access-key',
      'A',
      '--secret-key',
      'S',
    )
    expect(program.output()).toContain('b-1.cos.sg.myqcloud.com')
    expect(program.output()).toContain(`endpoint: ${program.url}`)
    const account = { id: 'A', secret: 'S' }
    const emulator = { port: program.port }
    const host = `127.0.0.1:${program.port}`
    expect((await signedFetch(emulator, { method: 'PUT', key: 'a', body: 'hello', account, host })).status).toBe(200)
    expect((await signedFetch(emulator, { key: 'a', account: { id: 'A', secret: 'T' }, host })).status).toBe(403)
    expect(await program.end('SIGINT')).toBe(0)
    expect(program.output()).toMatch(/^200 PutObject b-1\/a \(5 B in, 0 B out, \d/m)
    expect(program.output()).toMatch(
      /^403 GetObject b-1\/a .* SignatureDoesNotMatch because the signature does not fit/m,
    )
  })

  test('explains itself', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, printed: expect.stringContaining('--min-part-size') })
  })

  test.each([
    [['--prt', '1'], "Unknown option '--prt'"],
    [['--port', 'x'], '--port is no number: x'],
    [['--service', 's4'], '--service is not one of cos, oss, s3, scs: s4'],
  ])('refuses %j', async (words, message) => {
    expect(await run(...words)).toMatchObject({ code: 2, errors: expect.stringContaining(message) })
  })
})
