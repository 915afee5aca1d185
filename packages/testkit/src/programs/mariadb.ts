import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram } from './find-program.ts'
import { findFreePort } from './free-port.ts'
import { initializeData, MariaDbServer, type ServerPlace } from './mariadb-server.ts'

const run = promisify(execFile)

export interface MariaDbOptions {
  /** Where its data and its socket are; made when it is missing, and kept. Default: a temporary one, which is removed. */
  readonly folder?: string | undefined
  /** Parameters of mariadbd, such as `--max-connections=5`. */
  readonly parameters?: readonly string[] | undefined
}

/** A database, and a user who has rights in it and nowhere else. */
export interface MariaDbDatabase {
  readonly name: string
  readonly user: string
  readonly password: string
  /** `user:password@tcp(127.0.0.1:port)/name`, as Go programs write it. */
  readonly dsn: string
}

const defaultRights = 'ALL PRIVILEGES'

/** Why no MariaDB can be started here, or undefined when one can. */
export async function findMariaDbSkipReason(): Promise<string | undefined> {
  for (const program of ['mariadbd', 'mariadb-install-db', 'mariadb']) {
    if ((await findProgram(program)) === undefined) {
      return `${program} is not installed (Debian's package mariadb-server)`
    }
  }
  return undefined
}

/**
 * Starts a MariaDB of its own, at a free port of 127.0.0.1 and a socket. It ends with this process at the latest.
 * @throws Error where MariaDB is not installed; ask `findMariaDbSkipReason` first
 */
export async function startMariaDb(options: MariaDbOptions = {}): Promise<MariaDb> {
  const [program, installer] = await Promise.all([findProgram('mariadbd'), findProgram('mariadb-install-db')])
  if (program === undefined || installer === undefined) throw new Error('MariaDB is not installed')
  // A socket's path has room for about a hundred characters.
  const temporaryFolder = options.folder === undefined ? await mkdtemp(join(tmpdir(), 'moorage-db-')) : undefined
  const folder = options.folder ?? temporaryFolder ?? ''
  const place: ServerPlace = {
    program,
    dataFolder: join(folder, 'data'),
    socket: join(folder, 'sock'),
    port: await findFreePort(),
    parameters: options.parameters ?? [],
    temporaryFolder,
  }
  if (Buffer.byteLength(place.socket) > 107) throw new Error(`the path ${place.socket} is too long for a socket`)
  await mkdir(folder, { recursive: true })
  if (!(await isThere(place.dataFolder))) await initializeData(installer, place.dataFolder)
  return new MariaDb(place, await MariaDbServer.start(place))
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}

/** A MariaDB that can be ended and brought back with the same data. */
export class MariaDb implements AsyncDisposable {
  readonly #place: ServerPlace
  #server: MariaDbServer
  #databases = 0

  constructor(place: ServerPlace, server: MariaDbServer) {
    this.#place = place
    this.#server = server
  }

  get port(): number {
    return this.#place.port
  }

  /** The path of its socket. */
  get socket(): string {
    return this.#place.socket
  }

  /** The user who may do everything, by the socket and without a password. */
  get administrator(): string {
    return userInfo().username
  }

  /** Makes an empty database and a user for it. `rights` are those of GRANT; default: all. */
  async createDatabase(rights: string = defaultRights): Promise<MariaDbDatabase> {
    this.#databases += 1
    const name = `db${this.#databases}`
    const user = `user${this.#databases}`
    const password = randomBytes(12).toString('hex')
    await this.execute(
      `CREATE DATABASE ${name}; CREATE USER ${user} IDENTIFIED BY '${password}'; GRANT ${rights} ON ${name}.* TO ${user}`,
    )
    return { name, user, password, dsn: `${user}:${password}@tcp(127.0.0.1:${this.port})/${name}` }
  }

  /** Runs statements as its administrator. @returns the rows, a line each, columns separated by tabs, without headings */
  async execute(statements: string): Promise<string> {
    const place = [`--socket=${this.socket}`, `--user=${this.administrator}`]
    const parameters = ['--no-defaults', ...place, '--batch', '--raw', '--skip-column-names', '--execute', statements]
    const { stdout } = await run('mariadb', parameters, { maxBuffer: 64 * 1024 * 1024 })
    return stdout.trimEnd()
  }

  /** Ends it as an operator does. */
  async stop(): Promise<void> {
    await this.#server.end('SIGTERM')
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    await this.#server.end('SIGKILL')
  }

  /** Starts it again after its end, at the same port and with the same data. */
  async start(): Promise<void> {
    this.#server = await MariaDbServer.start(this.#place)
  }

  /** Lets it stand still, as one does that hangs: connections stay, and are made, but nothing is answered. */
  pause(): void {
    this.#server.signal('SIGSTOP')
  }

  /** Ends `pause`. */
  resume(): void {
    this.#server.signal('SIGCONT')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    const { temporaryFolder } = this.#place
    if (temporaryFolder !== undefined) await rm(temporaryFolder, { recursive: true, force: true, maxRetries: 3 })
  }
}
