import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Account } from '../accounts/account.ts'
import type { Buckets } from '../emulator/buckets.ts'
import type { Limits } from '../engine/limits.ts'
import type { Pieces } from '../engine/pieces.ts'
import type { Faults } from '../faults/faults.ts'
import type { Front } from '../fronts/front.ts'
import { createEntry, type RequestEntry } from '../requests/request-entry.ts'
import type { RequestLog } from '../requests/request-log.ts'
import { answerCall } from './answer-call.ts'
import { createCall, findFront } from './create-call.ts'
import { Exchange } from './exchange.ts'
import { sendAnswer } from './send-answer.ts'
import { readRequest, type ServiceRequest } from './service-request.ts'

/** What requests are answered with. */
export interface RequestContext {
  readonly fronts: readonly Front[]
  readonly accounts: readonly Account[]
  readonly buckets: Buckets
  readonly pieces: Pieces
  readonly limits: Partial<Limits>
  readonly requests: RequestLog
  readonly faults: Faults
  readonly log: (entry: RequestEntry) => void
}

export async function handleRequest(
  context: RequestContext,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = readRequest(message, () => {
    if (message.headers.expect?.toLowerCase() === '100-continue') response.writeContinue()
  })
  const found = findFront(context, request)
  if (found === undefined) return answerUnknownHost(request, response)
  const { front, location } = found
  const cleanUps: (() => void)[] = []
  const call = createCall(context, front, request, location, (cleanUp) => cleanUps.push(cleanUp))
  const entry = createEntry(front, call)
  context.requests.add(entry)
  const started = performance.now()
  try {
    const answer = await answerCall(context.faults, front, call, new Exchange(message, response), entry)
    entry.status = answer.status
    const headers = { ...front.commonHeaders(call.requestId), ...answer.headers }
    entry.responseBytes = await sendAnswer(response, { ...answer, headers })
  } catch (error) {
    // The client is gone, or the content cannot be read: the answer cannot be made right any more.
    entry.detail ??= String(error)
    response.destroy()
  } finally {
    for (const cleanUp of cleanUps) cleanUp()
    entry.requestBytes = request.body.receivedBytes
    entry.durationMs = performance.now() - started
    context.log(entry)
  }
  return undefined
}

function answerUnknownHost({ host }: ServiceRequest, response: ServerResponse): void {
  const text =
    `The emulator knows no bucket for the host '${host}'.\n` +
    'Send the host of a service, such as images-1250000000.cos.ap-guangzhou.myqcloud.com, or add a domain of the bucket.\n'
  response.writeHead(421, { 'content-type': 'text/plain', 'content-length': String(Buffer.byteLength(text)) }).end(text)
}
