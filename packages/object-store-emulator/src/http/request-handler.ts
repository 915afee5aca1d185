import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Account } from '../accounts/account.ts'
import type { Buckets } from '../emulator/buckets.ts'
import { EngineError } from '../engine/engine-error.ts'
import type { Limits } from '../engine/limits.ts'
import type { Pieces } from '../engine/pieces.ts'
import type { Answer } from '../fronts/answer.ts'
import type { Call, Front, Location } from '../fronts/front.ts'
import { ServiceError } from '../fronts/service-error.ts'
import type { RequestEntry, RequestLog } from '../requests/request-log.ts'
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
  const call = createCall(context, front, request, location)
  const entry = createEntry(front, call)
  context.requests.add(entry)
  const started = performance.now()
  try {
    const answer = await createAnswer(front, call, entry)
    entry.status = answer.status
    const headers = { ...front.commonHeaders(call.requestId), ...answer.headers }
    entry.responseBytes = await sendAnswer(response, { ...answer, headers })
  } catch (error) {
    // The client is gone, or the content cannot be read: the answer cannot be made right any more.
    entry.detail ??= String(error)
    response.destroy()
  } finally {
    entry.requestBytes = request.body.receivedBytes
    entry.durationMs = performance.now() - started
    context.log(entry)
  }
}

async function createAnswer(front: Front, call: Call, entry: RequestEntry): Promise<Answer> {
  try {
    const account = front.authenticate(call)
    entry.account = account.id
    return await front.perform(call, account)
  } catch (error) {
    const isRefusal = error instanceof ServiceError || error instanceof EngineError
    entry.errorCode = isRefusal ? error.code : 'InternalError'
    entry.detail = error instanceof ServiceError ? error.detail : String(error)
    return front.writeError(error, call)
  }
}

function findFront(
  { fronts, buckets }: RequestContext,
  request: ServiceRequest,
): { front: Front; location: Location } | undefined {
  const domain = buckets.findDomain(request.host)
  const key = (request.path ?? '/').slice(1)
  for (const front of fronts) {
    const location: Location | undefined =
      domain?.service === front.service
        ? { bucketName: domain.bucketName, key, region: undefined, style: 'custom domain' }
        : front.locate(request)
    if (location !== undefined) return { front, location }
  }
  return undefined
}

function createCall(context: RequestContext, front: Front, request: ServiceRequest, location: Location): Call {
  return {
    operation: front.recognize(request, location),
    request,
    location,
    requestId: front.createRequestId(),
    limits: { ...front.limits, ...context.limits },
    pieces: context.pieces,
    accounts: context.accounts,
    now: Date.now(),
    findBucket: (name) => context.buckets.find(front.service, name),
  }
}

function createEntry(front: Front, { operation, request, location, requestId }: Call): RequestEntry {
  return {
    requestId,
    service: front.service,
    operation,
    method: request.method,
    host: request.host,
    bucket: location.bucketName,
    key: location.key,
    query: Object.fromEntries(request.query.entries),
    headers: request.headers,
    startedAt: new Date(),
    account: undefined,
    status: undefined,
    errorCode: undefined,
    detail: undefined,
    fault: undefined,
    requestBytes: 0,
    responseBytes: 0,
    durationMs: undefined,
  }
}

function answerUnknownHost({ host }: ServiceRequest, response: ServerResponse): void {
  const text =
    `The emulator knows no bucket for the host '${host}'.\n` +
    'Send the host of a service, such as images-1250000000.cos.ap-guangzhou.myqcloud.com, or add a domain of the bucket.\n'
  response.writeHead(421, { 'content-type': 'text/plain', 'content-length': String(Buffer.byteLength(text)) }).end(text)
}
