import type { Answer } from '../fronts/answer.ts'
import { error, errorWithStatus200, expiredToken, redirect } from './effects/refusals.ts'
import {
  cutAnswer,
  delay,
  loseAnswer,
  resetAnswer,
  resetRequest,
  stallAnswer,
  stallRequest,
} from './effects/connection.ts'
import { garbageXml, truncatedXml, wrongEtag } from './effects/answers.ts'
import type { Effect, Scene } from './effects/effect.ts'
import { lateObjects, lateUploads } from './effects/listings.ts'
import type { Fault, FaultKind } from './fault.ts'

const effects: { readonly [Kind in Fault['kind']]: Effect<Extract<Fault, { kind: Kind }>> } = {
  error,
  'error-with-status-200': errorWithStatus200,
  'expired-token': expiredToken,
  redirect,
  delay,
  'stall-request': stallRequest,
  'stall-answer': stallAnswer,
  'reset-request': resetRequest,
  'reset-answer': resetAnswer,
  'cut-answer': cutAnswer,
  'lose-answer': loseAnswer,
  'truncated-xml': truncatedXml,
  'garbage-xml': garbageXml,
  'wrong-etag': wrongEtag,
  'late-objects': lateObjects,
  'late-uploads': lateUploads,
  // Acts on the time that a call is given, before it has an effect.
  'clock-offset': {},
}

export const faultKinds: readonly FaultKind[] = Object.keys(effects) as FaultKind[]

export const isFaultKind = (kind: string): kind is FaultKind => Object.hasOwn(effects, kind)

const effectOf = ({ kind }: Fault): Effect<Fault> => effects[kind] as Effect<Fault>

/** Does some work with faults before and after it. */
export async function playFaults(faults: readonly Fault[], scene: Scene, work: () => Promise<Answer>): Promise<Answer> {
  for (const fault of faults) {
    const instead = await effectOf(fault).before?.(fault, scene)
    if (instead !== undefined) return instead
  }
  let answer = await work()
  for (const fault of faults) answer = (await effectOf(fault).after?.(fault, answer, scene)) ?? answer
  return answer
}
