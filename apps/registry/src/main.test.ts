import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFile } from './config/testing/load-text.ts'
import { runProgram, startProgram } from './cli/testing/run-program.ts'

const free = { REGISTRY_HTTP_ADDR: '127.0.0.1:0' }

describe('the program', () => {
  it('prints its help and its version', async () => {
    expect(await runProgram(['--help'])).toMatchObject({ exitCode: 0, stderr: '' })
    expect((await runProgram(['--version'])).stdout).toMatch(/^registry \d/)
  })

  it('refuses an unknown option with 2', async () => {
    const { exitCode, stderr } = await runProgram(['serve', '--prot'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('unknown option --prot')
  })

  it('checks a configuration', async () => {
    const file = await temporaryFile('config.yml', 'version: 0.1\nstorage: inmemory\n')
    const { exitCode, stdout, stderr } = await runProgram(['config', 'check', file])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toContain(`# From ${file}\nversion: 0.1\n`)
  })

  it('names every problem of a configuration, and ends with 1', async () => {
    const file = await temporaryFile('config.yml', 'version: 0.1\nstorage: inmemory\nhttp: {adr: a}\nredis: {db: 1}\n')
    expect(await runProgram(['serve', file])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'registry: the configuration cannot be used:\n  http.adr is no known key; did you mean http.addr?\n  redis is not supported yet\n',
    })
  })
})

describe('registry serve', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says where it is, answers, and ends cleanly on %s', async (signal) => {
    const program = await startProgram(['serve'], { ...free, REGISTRY_FROBNICATE: 'a' })
    const [, address] = await program.waitFor(/ready at (\S+)\n[^\n]+\nTry it: docker tag alpine [^\n]+\n/)
    expect((await fetch(`${address}/v2/`)).status).toBe(200)
    program.process.kill(signal)
    expect(await program.ended).toBe(0)
    expect(program.output.stderr).toContain('level=warning msg="REGISTRY_FROBNICATE has no effect')
    expect(program.output.stderr).toContain(`msg="listening on ${address}"`)
    expect(program.output.stderr).toContain('msg=stopped')
  })

  it('starts by the variables of the first docker-registry alone', async () => {
    const program = await startProgram(['serve'], {
      SETTINGS_FLAVOR: 'local',
      STORAGE_PATH: 'images',
      REGISTRY_HOST: '127.0.0.1',
      REGISTRY_PORT: '0',
    })
    const [, address] = await program.waitFor(
      /ready at (\S+)\nStorage: filesystem in images, by the built-in v1 flavour local\n/,
    )
    expect((await fetch(`${address}/v2/`)).status).toBe(200)
  })

  it('says in one sentence that its port is taken, and what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    onTestFinished(() => void taken.close())
    const address = taken.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { exitCode, stderr } = await runProgram(['serve'], { REGISTRY_HTTP_ADDR: `127.0.0.1:${port}` })
    expect(exitCode).toBe(1)
    expect(stderr).toBe(
      `registry: port ${port} is in use by another program: stop that one, or choose another address with http.addr or REGISTRY_HTTP_ADDR, such as :5001\n`,
    )
  })

  it('says which package of a driver is missing', async () => {
    const { exitCode, stderr } = await runProgram(['serve'], { ...free, REGISTRY_STORAGE: 'nonesuch' })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^registry: the storage cannot be opened: nonesuch: the package @moorage\/driver-nonesuch is not installed: .+\n$/,
    )
  })

  it('ends at once on a second signal, whatever is still running', async () => {
    const program = await startProgram(['serve'], { ...free, REGISTRY_HTTP_DRAINTIMEOUT: '10m' })
    const [, address = ''] = await program.waitFor(/ready at (\S+)\n/)
    const started = await fetch(`${address}/v2/a/blobs/uploads/`, { method: 'POST' })
    const location = new URL(started.headers.get('location') ?? '', address)
    const upload = request(location, { method: 'PATCH', headers: { Expect: '100-continue' } }).on('error', () => {})
    upload.flushHeaders()
    await once(upload, 'continue')
    upload.write('the first bytes of an upload that does not end')
    program.process.kill('SIGTERM')
    await expect.poll(() => program.output.stderr).toContain('SIGTERM received')
    program.process.kill('SIGTERM')
    expect(await program.ended).toBe(143)
  })
})
