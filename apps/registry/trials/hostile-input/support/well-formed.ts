import { errorCodes } from '../../../src/errors/error-codes.ts'
import type { RawAnswer } from './raw-exchange.ts'
import { secret, type Victim } from './victim.ts'

/** Statuses with which Node's parser refuses what is no HTTP: they have no body, and all but 417 end the connection. */
const parserRefusals = new Set([400, 408, 413, 417, 431])

/**
 * All that is wrong with an answer, whatever was asked: a failure of the server, an error that is no JSON with a known code,
 * or words that are none of the client's business.
 */
export function faultsOf(answer: RawAnswer, victim: Pick<Victim, 'root'>, isHead = false): string[] {
  const { status, headers, body } = answer
  const faults: string[] = []
  if (status >= 500 || status < 200) faults.push(`the status is ${status}`)
  const text = JSON.stringify(headers) + body
  for (const word of [victim.root, 'docker/registry/v2', secret, 'not to be read', 'node_modules', '    at ']) {
    if (text.includes(word)) faults.push(`the answer says ${word}`)
  }
  if (status < 400 || isHead) return faults
  if (body === '') {
    const isRefusal = status === 417 || (parserRefusals.has(status) && headers['connection'] === 'close')
    if (!isRefusal) faults.push(`a ${status} has no body`)
    return faults
  }
  if (headers['content-type'] !== 'application/json') faults.push(`an error is ${headers['content-type']}`)
  faults.push(...faultsOfErrors(body))
  return faults
}

function faultsOfErrors(body: string): string[] {
  try {
    const { errors } = JSON.parse(body) as { errors: { code: string; message: string }[] }
    if (errors.length === 0) return ['no error is named']
    return errors
      .filter(({ code, message }) => !Object.hasOwn(errorCodes, code) || message === '')
      .map(({ code }) => `there is no error ${code}`)
  } catch {
    return [`an error is no JSON: ${body.slice(0, 100)}`]
  }
}

/** The status and, of a refusal, the codes: `400 NAME_INVALID`. */
export function outcomeOf({ status, body }: RawAnswer): string {
  if (status < 400 || body === '') return String(status)
  const { errors } = JSON.parse(body) as { errors: { code: string }[] }
  return [status, ...new Set(errors.map(({ code }) => code))].join(' ')
}
