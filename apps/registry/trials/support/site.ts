import { join } from 'node:path'
import type { Site } from '../../src/testing/start-test-registry.ts'
import { type Daemon, startDaemon } from '../../clients/support/daemon.ts'

/** A registry in a process of its own. */
export interface RunningSite extends Site, AsyncDisposable {
  readonly daemon: Daemon
}

/** What is started with `serve` and a configuration. */
export const main: string = join(import.meta.dirname, '..', '..', 'dist', 'main.js')

const programs = {
  moorage: [process.execPath, main],
  go: ['docker-registry'],
} as const

/** Starts a registry with a configuration file, which names port 0: it takes a free one. */
export async function startSite(program: keyof typeof programs, configuration: string): Promise<RunningSite> {
  const [file, ...parameters] = programs[program]
  const daemon = await startDaemon(file, [...parameters, 'serve', configuration], {
    workingFolder: join(configuration, '..'),
    readyPattern: /\b(127\.0\.0\.1:[1-9]\d*)/,
  })
  return siteOf(daemon)
}

/** A registry that said where it listens when it was ready. */
export function siteOf(daemon: Daemon): RunningSite {
  const url = `http://${daemon.ready[1]}`
  return {
    url,
    daemon,
    fetch: (path, init) => fetch(new URL(path, url), { redirect: 'manual', ...init }),
    [Symbol.asyncDispose]: () => daemon[Symbol.asyncDispose](),
  }
}
