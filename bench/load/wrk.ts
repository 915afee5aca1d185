import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { rememberChild } from '../support/cleanup.ts'
import { findProgram } from '../support/find-program.ts'
import { readEndedChildrenCpuSeconds } from '../support/process-usage.ts'
import type { JobResult } from './job.ts'

interface WrkJob {
  readonly port: number
  readonly path: string
  readonly connections: number
  readonly seconds: number
  readonly accept?: string
}

interface WrkReport {
  readonly requests: number
  readonly bytes: number
  readonly microseconds: number
  readonly status: number
  readonly connect: number
  readonly read: number
  readonly write: number
  readonly timeout: number
}

/** Why wrk cannot be used, or undefined. */
export function whyNoWrk(): string | undefined {
  return findProgram('wrk') === undefined ? "Debian's package wrk is not installed" : undefined
}

/** GETs of one path with Debian's wrk, in one thread: the other core is the registry's. */
export async function runWrk(job: WrkJob): Promise<JobResult> {
  const file = findProgram('wrk')
  if (file === undefined) throw new Error(whyNoWrk())
  const cpuBefore = readEndedChildrenCpuSeconds()
  const length = [
    '--threads',
    '1',
    '--connections',
    String(job.connections),
    '--duration',
    `${Math.ceil(job.seconds)}s`,
  ]
  const script = ['--timeout', '10s', '--script', join(import.meta.dirname, 'report.lua')]
  const headers = job.accept === undefined ? [] : ['--header', `Accept: ${job.accept}`]
  const url = `http://127.0.0.1:${job.port}${job.path}`
  const child = spawn(file, [...length, ...script, ...headers, url], { stdio: ['ignore', 'pipe', 'inherit'] })
  rememberChild(child)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  await once(child, 'close')
  const text = /^JSON (.*)$/m.exec(output)?.[1]
  if (text === undefined) throw new Error(`wrk said: ${output}`)
  return toResult(JSON.parse(text) as WrkReport, readEndedChildrenCpuSeconds() - cpuBefore)
}

function toResult(report: WrkReport, cpuSeconds: number): JobResult {
  const failures = (['status', 'connect', 'read', 'write', 'timeout'] as const)
    .filter((kind) => report[kind] > 0)
    .map((kind) => `wrk counted ${report[kind]} errors of kind ${kind}`)
  const seconds = report.microseconds / 1e6
  return { count: report.requests, receivedBytes: report.bytes, seconds, milliseconds: [], cpuSeconds, failures }
}
