import type { Answer } from '../../fronts/answer.ts'
import type { Fault } from '../fault.ts'
import type { Effect } from './effect.ts'

/** Answers that are not what they should be. */
export const truncatedXml: Effect<Extract<Fault, { kind: 'truncated-xml' }>> = {
  after: (_, answer) => changeDocument(answer, (text) => text.slice(0, Math.ceil(text.length / 2))),
}

export const garbageXml: Effect<Extract<Fault, { kind: 'garbage-xml' }>> = {
  after: (_, answer) =>
    changeDocument(answer, () => '<html><h1>502 Bad Gateway</h1><hr>nothing is closed & nothing fits'),
}

export const wrongEtag: Effect<Extract<Fault, { kind: 'wrong-etag' }>> = {
  after(_, answer) {
    const etag = '"00000000000000000000000000000000"'
    const { headers } = answer
    const changed = changeDocument(answer, (text) => text.replaceAll(/<ETag>[^<]*<\/ETag>/g, `<ETag>${etag}</ETag>`))
    return headers['etag'] === undefined ? changed : { ...changed, headers: { ...headers, etag } }
  },
}

const changeDocument = (answer: Answer, change: (text: string) => string): Answer =>
  typeof answer.body === 'string' && answer.body !== '' ? { ...answer, body: change(answer.body) } : answer
