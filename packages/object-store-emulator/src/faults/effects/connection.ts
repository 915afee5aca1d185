import type { Answer } from '../../fronts/answer.ts'
import type { Call } from '../../fronts/front.ts'
import type { Fault } from '../fault.ts'
import type { Effect } from './effect.ts'

/** What happens to bytes on their way. */
export const delay: Effect<Extract<Fault, { kind: 'delay' }>> = {
  async before({ ms }, { exchange }) {
    await exchange.wait(ms)
    return undefined
  },
}

export const stallRequest: Effect<Extract<Fault, { kind: 'stall-request' }>> = {
  async before({ afterBytes, ms }, { call, exchange }) {
    await interruptBody(call, afterBytes, () => exchange.wait(ms))
    // What had arrived before the client gave up would be read to its end only now.
    call.request.body.onEnd = () => exchange.assertOpen()
    return undefined
  },
}

export const resetRequest: Effect<Extract<Fault, { kind: 'reset-request' }>> = {
  async before({ afterBytes }, { call, exchange }) {
    await interruptBody(call, afterBytes, () => exchange.reset())
    return undefined
  },
}

export const stallAnswer: Effect<Extract<Fault, { kind: 'stall-answer' }>> = {
  after: ({ afterBytes, ms }, answer, { exchange }) => interruptAnswer(answer, afterBytes, () => exchange.wait(ms)),
}

export const resetAnswer: Effect<Extract<Fault, { kind: 'reset-answer' }>> = {
  after: ({ afterBytes }, answer, { exchange }) => interruptAnswer(answer, afterBytes, () => exchange.reset()),
}

export const cutAnswer: Effect<Extract<Fault, { kind: 'cut-answer' }>> = {
  after: ({ afterBytes }, answer, { exchange }) => interruptAnswer(answer, afterBytes, () => exchange.end()),
}

export const loseAnswer: Effect<Extract<Fault, { kind: 'lose-answer' }>> = {
  after: (_, __, { exchange }) => exchange.reset(),
}

/** A request without a body, which nobody would read, is interrupted at once. */
async function interruptBody(
  { request: { body } }: Call,
  afterBytes: number,
  interrupt: () => Promise<void>,
): Promise<void> {
  const hasBody = body.isChunked || (body.declaredSizeBytes ?? 0) > 0
  if (hasBody) body.interruptAfter(afterBytes, interrupt)
  else await interrupt()
}

async function interruptAnswer(answer: Answer, afterBytes: number, interrupt: () => Promise<void>): Promise<Answer> {
  const { body = '' } = answer
  const size = typeof body === 'string' ? Buffer.byteLength(body) : Number(answer.headers['content-length'] ?? 0)
  if (size === 0) {
    await interrupt()
    return answer
  }
  const source = typeof body === 'string' ? [Buffer.from(body)] : body
  const headers = { 'content-length': String(size), ...answer.headers }
  return { ...answer, headers, body: interrupted(source, Math.min(afterBytes, size - 1), interrupt) }
}

async function* interrupted(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  afterBytes: number,
  interrupt: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let left = afterBytes
  let isInterrupted = false
  for await (const chunk of source) {
    if (!isInterrupted && chunk.length > left) {
      isInterrupted = true
      if (left > 0) yield chunk.subarray(0, left)
      await interrupt()
      yield chunk.subarray(left)
      continue
    }
    left -= chunk.length
    yield chunk
  }
}
