import { connect } from 'node:net'
import { Random } from '../../support/random.ts'
import { openHandles, residentBytes } from '../support/process-state.ts'
import { type RawAnswer, type RawRequest, readAnswers, requestBytes } from '../support/raw-exchange.ts'
import type { Victim } from '../support/victim.ts'
import { faultsOf } from '../support/well-formed.ts'
import { FuzzMemory } from './fuzz-memory.ts'
import { makeRequest } from './make-request.ts'

export interface FuzzOptions {
  readonly seed: number
  readonly seconds: number
  /** Requests at the same time. Default 8. */
  readonly clients?: number
}

export interface FuzzResult {
  readonly requests: number
  /** How often each status was answered; `none` where the connection was closed without a word. */
  readonly statuses: Readonly<Record<string, number>>
  /** The first faults, each with its request. */
  readonly faults: readonly string[]
  readonly megabytes: { readonly before: number; readonly after: number }
  readonly handles: { readonly before: number; readonly after: number }
}

/** Statuses that some end point has. */
const known = new Set([200, 201, 202, 204, 206, 301, 304, 307, 400, 404, 405, 408, 412, 413, 414, 416, 417, 431])
const mostFaults = 20
/** A request whose body is shorter than it says is never answered: the client goes away then. */
const patienceMs = 300

/** Sends requests that are right or nearly, from several clients at once, and looks at each answer. */
export async function runFuzz(victim: Victim, { seed, seconds, clients = 8 }: FuzzOptions): Promise<FuzzResult> {
  const end = performance.now() + seconds * 1000
  const statuses: Record<string, number> = {}
  const faults: string[] = []
  const before = await stateOf(victim)
  let requests = 0

  async function client(random: Random): Promise<void> {
    const memory = new FuzzMemory(random)
    while (performance.now() < end && faults.length < mostFaults) {
      const request = makeRequest(random, memory)
      const answer = await send(victim, request)
      requests += 1
      const status = String(answer?.status ?? 'none')
      statuses[status] = (statuses[status] ?? 0) + 1
      if (answer === undefined) continue
      if (answer.status < 300) memory.keepLocation(answer.headers['location']?.replace(/^https?:\/\/[^/]*/, ''))
      const found = faultsOf(answer, victim, request.method === 'HEAD')
      if (!known.has(answer.status)) found.push(`nothing answers ${answer.status}`)
      if (found.length > 0) faults.push(`${found.join('; ')}: ${describe(request)}`)
    }
  }

  await Promise.all(Array.from({ length: clients }, (_, index) => client(new Random(seed * 1000 + index))))
  const harms = await victim.harms()
  const after = await stateOf(victim)
  return {
    requests,
    statuses,
    faults: [...faults, ...harms.slice(0, mostFaults)],
    megabytes: { before: before.megabytes, after: after.megabytes },
    handles: { before: before.handles, after: after.handles },
  }
}

async function stateOf(victim: Victim): Promise<{ megabytes: number; handles: number }> {
  if (process.platform !== 'linux') return { megabytes: 0, handles: 0 }
  const bytes = await residentBytes(victim.pid)
  return { megabytes: Math.round(bytes / 2 ** 20), handles: await openHandles(victim.pid) }
}

/** @returns undefined where nothing was answered */
async function send(victim: Victim, request: RawRequest): Promise<RawAnswer | undefined> {
  const socket = connect({ port: victim.port, host: '127.0.0.1' })
  socket.setTimeout(patienceMs, () => socket.destroy())
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => undefined)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write(requestBytes(request))
  await closed
  try {
    return readAnswers(Buffer.concat(chunks), { isHead: request.method === 'HEAD' }, true)[0]
  } catch (error) {
    // A connection that the registry resets takes the end of an answer with it; whether it is whole, other tests ask.
    if (error instanceof Error && error.message.includes('ended after')) return undefined
    throw error
  }
}

function describe(request: RawRequest): string {
  return requestBytes(request).subarray(0, 1500).toString('latin1')
}
