import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createTemporaryFolder, rememberChild, removeTemporaryFolder } from '../support/cleanup.ts'
import { findFreePort } from '../support/free-port.ts'
import type { Launch, Logs, RegistryKind, Site } from './registry-kind.ts'

const startTimeoutMs = 20_000
const stopTimeoutMs = 5000

/** A registry whose program was found. */
export interface Contender {
  readonly kind: RegistryKind
  readonly launch: (site: Site) => Launch
  /** Where the folders of its processes are made. */
  readonly storageFolder: string
  readonly logs: Logs
}

export interface RunningRegistry {
  readonly contender: Contender
  readonly port: number
  readonly pid: number
  readonly dataFolder: string
  /** From the start of the process to the first 200 on /v2/. */
  readonly startMs: number
  /** Throws, with the end of its log, when the process has ended by itself. */
  checkAlive(): void
  stop(): Promise<void>
}

/** @param seed puts files into the data folder before the start */
export async function startRegistry(
  contender: Contender,
  seed: (dataFolder: string) => void = () => undefined,
): Promise<RunningRegistry> {
  const folder = createTemporaryFolder(contender.storageFolder)
  const dataFolder = join(folder, 'data')
  mkdirSync(dataFolder)
  seed(dataFolder)
  const port = await findFreePort()
  const launch = contender.launch({ port, folder, dataFolder, logs: contender.logs })
  const logFile = join(folder, 'log')
  const log = openSync(logFile, 'w')
  const startedAt = performance.now()
  const child = spawn(launch.file, launch.parameters, {
    cwd: folder,
    env: { ...process.env, ...launch.environment },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  rememberChild(child)
  const fail = (event: string): never => {
    const ending = child.signalCode ?? child.exitCode ?? 'none'
    throw new Error(`${contender.kind.name} ${event} (exit ${ending}): ${readFileSync(logFile, 'utf8').slice(-2000)}`)
  }
  if (!(await becomesReady(child, port, startedAt))) fail('did not start')
  return {
    contender,
    port,
    pid: child.pid ?? 0,
    dataFolder,
    startMs: performance.now() - startedAt,
    checkAlive: () => {
      if (hasEnded(child)) fail('ended by itself')
    },
    stop: async () => {
      await end(child)
      removeTemporaryFolder(folder)
    },
  }
}

async function becomesReady(child: ChildProcess, port: number, startedAt: number): Promise<boolean> {
  while (!hasEnded(child) && performance.now() - startedAt < startTimeoutMs) {
    if (await answers(port)) return true
    await delay(1)
  }
  return false
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/v2/', agent: false }, (response) => {
      response.resume().on('close', () => resolve(response.statusCode === 200))
    }).on('error', () => resolve(false))
  })
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
  await exit
  clearTimeout(timer)
}
