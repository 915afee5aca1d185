import { connect } from 'node:net'
import type { Victim } from './victim.ts'

export interface RawAnswer {
  readonly status: number
  readonly reason: string
  /** By lower-case name; of several values the last one. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface RawRequest {
  readonly method?: string
  /** The request target, as it stands in the first line. Default: `/v2/`. */
  readonly target?: string
  readonly version?: string
  /** Lines, as they stand: names may come twice, and values may be none. A Host and `Connection: close` are added unless named here. */
  readonly headers?: readonly string[]
  readonly body?: string | Buffer
}

export interface RawOptions {
  /** Answers that are waited for; the end of the connection ends the wait, too. Default: until that end. */
  readonly answers?: number
  readonly isHead?: boolean
  /** Whether answers with status 1xx count, too. Default: no. */
  readonly informational?: boolean
}

/** For a registry that hangs: no answer may take as long. */
const deadlineMs = 20_000

/** The bytes of a request. */
export function requestBytes(request: RawRequest): Buffer {
  const { method = 'GET', target = '/v2/', version = 'HTTP/1.1', headers = [], body = '' } = request
  const isNamed = (name: string): boolean => headers.some((line) => line.toLowerCase().startsWith(`${name}:`))
  const lines = [
    `${method} ${target} ${version}`,
    ...(isNamed('host') ? [] : ['Host: registry.test']),
    ...(isNamed('connection') ? [] : ['Connection: close']),
    ...headers,
  ]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)])
}

/** Sends a request as it stands, with the length of its body where no header says otherwise. */
export async function ask(victim: Victim, request: RawRequest): Promise<RawAnswer> {
  const { headers = [], body, method } = request
  const isFramed = headers.some((line) => /^(?:content-length|transfer-encoding)\s*:/i.test(line))
  const length = body === undefined || isFramed ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  const bytes = requestBytes({ ...request, headers: [...headers, ...length] })
  const [answer] = await exchangeRaw(victim, bytes, { answers: 1, isHead: method === 'HEAD' })
  if (answer === undefined) throw new Error(`no answer to ${bytes.subarray(0, 200).toString('latin1')}`)
  return answer
}

/**
 * Sends bytes on a connection of their own.
 * @returns the answers, those with status 100 left out; none when the registry closed the connection without a word
 */
export async function exchangeRaw(victim: Victim, bytes: Buffer, options: RawOptions = {}): Promise<RawAnswer[]> {
  const socket = connect({ port: victim.port, host: '127.0.0.1', allowHalfOpen: true })
  let received = Buffer.alloc(0)
  try {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer within ${deadlineMs} ms`)), deadlineMs)
      const finish = (isEnd: boolean): void => {
        const answers = readAnswers(received, options, isEnd)
        if (!isEnd && answers.length < (options.answers ?? Number.POSITIVE_INFINITY)) return
        clearTimeout(timer)
        resolve(answers)
      }
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk])
        finish(false)
      })
      socket.once('end', () => finish(true))
      // A registry that refuses a body closes before it has read all of it; what it said until then counts.
      socket.once('error', () => finish(true))
      socket.write(bytes)
    })
  } finally {
    socket.destroy()
  }
}

export function readAnswers(bytes: Buffer, options: RawOptions, isEnd: boolean): RawAnswer[] {
  const { isHead = false, informational = false } = options
  const answers: RawAnswer[] = []
  let rest = bytes
  while (rest.length > 0) {
    const head = rest.indexOf('\r\n\r\n')
    if (head === -1) break
    const [first = '', ...lines] = rest.subarray(0, head).toString('latin1').split('\r\n')
    const match = /^HTTP\/1\.1 (\d{3}) ?(.*)$/.exec(first)
    if (match === null) throw new Error(`this is no answer: ${first.slice(0, 100)}`)
    const headers = Object.fromEntries(lines.map(splitHeader))
    const status = Number(match[1])
    const hasBody = !isHead && status >= 200 && status !== 204 && status !== 304
    const read = hasBody ? readBody(rest.subarray(head + 4), headers, isEnd) : { body: '', length: 0 }
    if (read === undefined) break
    if (status >= 200 || informational) answers.push({ status, reason: match[2] ?? '', headers, body: read.body })
    rest = rest.subarray(head + 4 + read.length)
  }
  return answers
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

/** @returns undefined while it is not whole */
function readBody(
  bytes: Buffer,
  headers: Readonly<Record<string, string>>,
  isEnd: boolean,
): { body: string; length: number } | undefined {
  const announced = headers['content-length']
  if (announced !== undefined) {
    const length = Number(announced)
    if (bytes.length >= length) return { body: bytes.subarray(0, length).toString('utf8'), length }
    if (isEnd) throw new Error(`the connection ended after ${bytes.length} of ${length} bytes of an answer`)
    return undefined
  }
  if (headers['transfer-encoding'] === 'chunked') {
    const end = bytes.indexOf('0\r\n\r\n')
    if (end === -1) return undefined
    return { body: bytes.subarray(0, end).toString('utf8'), length: end + 5 }
  }
  return isEnd ? { body: bytes.toString('utf8'), length: bytes.length } : undefined
}
