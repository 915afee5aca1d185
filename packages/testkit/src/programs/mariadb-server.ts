import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { endWithTests } from './end-with-tests.ts'

const run = promisify(execFile)

/** Small and fast, at the price of what a power cut would lose. What a process that is killed had committed stays. */
const settings = [
  '--innodb-buffer-pool-size=64M',
  '--innodb-log-file-size=32M',
  '--innodb-flush-method=nosync',
  '--innodb-flush-log-at-trx-commit=2',
  '--performance-schema=OFF',
]

const startTimeoutMs = 60_000

export interface ServerPlace {
  readonly program: string
  readonly dataFolder: string
  readonly socket: string
  readonly port: number
  /** Parameters of mariadbd besides. */
  readonly parameters: readonly string[]
  /** Removed when the tests die. */
  readonly temporaryFolder: string | undefined
}

function commonParameters(dataFolder: string): readonly string[] {
  // mariadbd refuses to be root unless it is told so; nobody else may change the user.
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  return ['--no-defaults', ...user, `--datadir=${dataFolder}`, ...settings]
}

/** Makes a data folder whose only user may do everything, and is the one of this process, by the socket. */
export async function initializeData(installer: string, dataFolder: string): Promise<void> {
  await run(installer, [
    ...commonParameters(dataFolder),
    '--skip-test-db',
    '--auth-root-authentication-method=socket',
    `--auth-root-socket-user=${userInfo().username}`,
  ])
}

/** One run of mariadbd. */
export class MariaDbServer {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  #output = ''

  private constructor(place: ServerPlace) {
    const parameters = [
      ...commonParameters(place.dataFolder),
      `--socket=${place.socket}`,
      `--pid-file=${place.socket}.pid`,
      `--port=${place.port}`,
      '--bind-address=127.0.0.1',
      // Names of hosts are asked of nobody.
      '--skip-name-resolve',
      ...place.parameters,
    ]
    this.#child = spawn(place.program, parameters, { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#ended = once(this.#child, 'close')
    // An end is noticed by whoever waits for it.
    this.#ended.catch((error: unknown) => error)
    endWithTests(this.#child, place.temporaryFolder)
  }

  /** Starts it, and waits until it serves. */
  static async start(place: ServerPlace): Promise<MariaDbServer> {
    const server = new MariaDbServer(place)
    const timer = setTimeout(() => server.#child.kill('SIGKILL'), startTimeoutMs)
    try {
      await Promise.race([server.#readReady(), server.#ended])
    } finally {
      clearTimeout(timer)
    }
    if (server.#hasEnded()) throw new Error(`mariadbd ended before it was ready:\n${server.#output}`)
    return server
  }

  /** Sends a signal. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.#hasEnded()) return
    // One that stands still would never see the other signal.
    if (signal === 'SIGTERM') this.#child.kill('SIGCONT')
    this.#child.kill(signal)
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), startTimeoutMs)
    await this.#ended
    clearTimeout(timer)
  }

  #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  #readReady(): Promise<void> {
    return new Promise((resolve) => {
      this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
        if (this.#output.includes('ready for connections')) resolve()
      })
    })
  }
}
