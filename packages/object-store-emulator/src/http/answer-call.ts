import { EngineError } from '../engine/engine-error.ts'
import type { FaultTarget } from '../faults/fault-rule.ts'
import type { Faults } from '../faults/faults.ts'
import { playFaults } from '../faults/play-faults.ts'
import type { Answer } from '../fronts/answer.ts'
import type { Call, Front } from '../fronts/front.ts'
import { ServiceError } from '../fronts/service-error.ts'
import type { RequestEntry } from '../requests/request-entry.ts'
import { ConnectionEnded, type Exchange } from './exchange.ts'

/** What a call is answered with: by its front, or by a fault. Rejects when there is no answer, because the connection has ended. */
export async function answerCall(
  faults: Faults,
  front: Front,
  call: Call,
  exchange: Exchange,
  entry: RequestEntry,
): Promise<Answer> {
  const target = targetOf(call)
  const offsetMs = faults.take(target, 'clock').reduce((sum, fault) => sum + ('ms' in fault ? (fault.ms ?? 0) : 0), 0)
  const timedCall = { ...call, now: call.now + offsetMs }
  const answer = await orError(front, timedCall, entry, async () => {
    const account = front.authenticate(timedCall)
    entry.account = account.id
    const played = faults.take(target, 'work')
    if (played.length > 0) entry.fault = played.map(({ kind }) => kind).join(', ')
    const work = (): Promise<Answer> => orError(front, timedCall, entry, () => front.perform(timedCall, account))
    return playFaults(played, { front, call: timedCall, exchange }, work)
  })
  if (offsetMs === 0) return answer
  return { ...answer, headers: { ...answer.headers, date: new Date(timedCall.now).toUTCString() } }
}

async function orError(front: Front, call: Call, entry: RequestEntry, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ConnectionEnded || call.request.body.isCutOff) throw error
    const isRefusal = error instanceof ServiceError || error instanceof EngineError
    entry.errorCode = isRefusal ? error.code : 'InternalError'
    entry.detail = isRefusal ? error.detail : String(error)
    return front.writeError(error, call)
  }
}

function targetOf({ operation, location, request: { query } }: Call): FaultTarget {
  const detail = query.get('partNumber') ?? query.get('prefix') ?? ''
  return { operation, bucket: location.bucketName, key: location.key, detail }
}
