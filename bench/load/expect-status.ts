import type { Answer } from './response-reader.ts'

/** Any other answer makes the measurement invalid. */
export function expectStatus(answer: Answer, status: number, step: string): Answer {
  if (answer.status !== status) throw new Error(`${step} was answered ${answer.status} instead of ${status}`)
  return answer
}

/** The upload's URL with the digest added, whether or not it has a query already. */
export function withDigest(location: string | undefined, digest: string): string {
  if (location === undefined) throw new Error('An upload was answered without a Location')
  return `${location}${location.includes('?') ? '&' : '?'}digest=${digest}`
}
