import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Daemon, startDaemon } from '../../../clients/support/daemon.ts'
import { createTemporaryFolder } from '../../../clients/support/temporary-folder.ts'
import type { Site } from '../../../src/testing/start-test-registry.ts'
import { main } from '../../support/site.ts'
import { filesBelow, storeFaults } from './store-faults.ts'

/** In the configuration, and nowhere else: neither an answer nor a line of the log may show it. */
export const secret = 'correct-horse-battery-staple'

export interface VictimOptions {
  /** A store that another registry has, too. Default: one of its own. */
  readonly folder?: string
  /** Default: one that this file knows. */
  readonly secret?: string
  /** Default: true; false leaves it to `storage`. */
  readonly deleteEnabled?: boolean
  /** More lines of the `storage` section. */
  readonly storage?: readonly string[]
  /** More sections. */
  readonly sections?: readonly string[]
}

/** A registry in a process of its own, its store in a folder among others that are none of its business. */
export class Victim implements Site, AsyncDisposable {
  readonly folder: string
  readonly url: string
  readonly port: number
  readonly #daemon: Daemon
  readonly #resources: AsyncDisposableStack
  readonly #surroundings: Readonly<Record<string, string>>

  private constructor(
    folder: string,
    daemon: Daemon,
    resources: AsyncDisposableStack,
    surroundings: Readonly<Record<string, string>>,
  ) {
    this.folder = folder
    this.url = `http://${daemon.ready[1]}`
    this.port = Number(daemon.ready[1]?.split(':')[1])
    this.#daemon = daemon
    this.#resources = resources
    this.#surroundings = surroundings
  }

  static async start(options: VictimOptions = {}): Promise<Victim> {
    await using resources = new AsyncDisposableStack()
    const folder = options.folder ?? resources.use(await createTemporaryFolder()).path
    const configuration = await prepare(folder, options)
    const surroundings = await readSurroundings(folder)
    const daemon = resources.use(
      await startDaemon(process.execPath, [main, 'serve', configuration], {
        workingFolder: folder,
        readyPattern: /\b(127\.0\.0\.1:[1-9]\d*)/,
      }),
    )
    return new Victim(folder, daemon, resources.move(), surroundings)
  }

  get root(): string {
    return join(this.folder, 'data')
  }

  get pid(): number {
    return this.#daemon.pid
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(new URL(path, this.url), { redirect: 'manual', ...init })
  }

  /** All that it printed so far, the access log included. */
  output(): string {
    return this.#daemon.output()
  }

  /** Nothing, whatever was sent to it: it answers, has kept its store whole and its surroundings alone, and logged no secret. */
  async harms(): Promise<string[]> {
    const { status } = await this.fetch('/v2/')
    const around = await readSurroundings(this.folder)
    const lines = this.output().split('\n')
    return [
      ...(status === 200 ? [] : [`it answers ${status}`]),
      ...(await storeFaults(this.root)),
      ...(JSON.stringify(around) === JSON.stringify(this.#surroundings)
        ? []
        : [`around it are ${JSON.stringify(around)}`]),
      ...lines.filter(isTelling),
    ]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync()
  }
}

/** A line of the log with a secret in it, or of a fault of the program. */
function isTelling(line: string): boolean {
  if (line.includes(secret) || /[?&]_state=(?!\*\*\*)[^&\s"]/.test(line)) return true
  return /level=error|unhandled|\bat .*:\d+:\d+/i.test(line)
}

async function prepare(folder: string, options: VictimOptions): Promise<string> {
  const { storage = [], sections = [], deleteEnabled = true } = options
  const path = join(folder, 'configuration.yml')
  const lines = [
    'version: 0.1',
    'storage:',
    `  filesystem: { rootdirectory: ${join(folder, 'data')}, sync: false }`,
    ...(deleteEnabled ? ['  delete: { enabled: true }'] : []),
    ...storage.map((line) => `  ${line}`),
    'http:',
    '  addr: 127.0.0.1:0',
    `  secret: '${options.secret ?? secret}'`,
    ...sections,
  ]
  await writeFile(path, `${lines.join('\n')}\n`)
  await writeFile(join(folder, 'private.txt'), 'not to be read')
  return path
}

/** What lies around the store, with its text. */
async function readSurroundings(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const entry of await readdir(folder)) {
    if (entry !== 'data') found[entry] = await readFile(join(folder, entry), 'utf8')
  }
  // All that a client can bring about lies here; `~tmp` holds what is being written, `moorage` the secret of uploads.
  const strange = (await filesBelow(join(folder, 'data'))).filter(
    (file) => !/^(?:docker\/registry\/v2\/(?:blobs|repositories)\/|moorage\/upload-secret$)/.test(file),
  )
  if (strange.length > 0) found['data'] = strange.join('\n')
  return found
}
