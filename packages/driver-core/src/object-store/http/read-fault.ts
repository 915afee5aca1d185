import type { RawAnswer } from './exchange.ts'
import { retryAfterSeconds } from './retry-after.ts'
import { StoreFault } from './store-fault.ts'
import type { StoreProtocol } from './store-protocol.ts'
import { parseXml } from './xml-element.ts'

/**
 * What an error's answer says. All these stores answer with `<Error><Code><Message><RequestId>`, HEAD and what stands before them
 * (a load balancer, a proxy) without.
 */
export function readFault(protocol: StoreProtocol, answer: Omit<RawAnswer, 'body'>, text: string): StoreFault {
  const error = parseErrorBody(text === '' ? errorInHeader(protocol, answer.headers) : text)
  const storeTime = parseDate(answer.headers['date'])
  const code = error?.code ?? codesOfStatus[answer.status]
  return new StoreFault({
    kind: 'answer',
    status: answer.status,
    code,
    message: error?.message ?? '',
    requestId: answer.headers[protocol.requestIdHeader] ?? error?.requestId,
    retryAfterSeconds:
      retryAfterSeconds(answer.headers['retry-after'], storeTime ?? new Date()) ??
      delaySeconds(protocol, answer.headers),
    endpoint: error?.endpoint ?? hostOf(answer.headers['location']),
    storeTime: error?.storeTime ?? storeTime,
    // 4xx is a refusal.
    mayHaveActed: answer.status < 400 || answer.status >= 500,
  })
}

/** What a store that cannot send a document with an answer to HEAD says in a header. */
function errorInHeader({ errorHeader = '' }: StoreProtocol, headers: RawAnswer['headers']): string {
  return Buffer.from(headers[errorHeader] ?? '', 'base64').toString('utf8')
}

function delaySeconds({ delayMsHeader = '' }: StoreProtocol, headers: RawAnswer['headers']): number | undefined {
  const text = headers[delayMsHeader] ?? ''
  return /^\d+$/.test(text) ? Number(text) / 1000 : undefined
}

function hostOf(location: string | undefined): string | undefined {
  return location !== undefined && URL.canParse(location) ? new URL(location).host : undefined
}

/** Whether an answer with a good status is an error all the same: copying and completing may fail after the head was sent. */
export function isErrorBody(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*\?>\s*)?<Error>/.test(text)
}

/** What the stores call these, where they cannot say it: an answer to HEAD has no body. */
const codesOfStatus: Readonly<Record<number, string>> = {
  403: 'AccessDenied',
  404: 'NoSuchKey',
  412: 'PreconditionFailed',
  416: 'InvalidRange',
}

interface ErrorBody {
  readonly code: string | undefined
  readonly message: string | undefined
  readonly requestId: string | undefined
  readonly endpoint: string | undefined
  readonly storeTime: Date | undefined
}

function parseErrorBody(text: string): ErrorBody | undefined {
  if (!isErrorBody(text)) return undefined
  try {
    const element = parseXml(text, 'Error')
    return {
      code: element.text('Code'),
      message: element.text('Message'),
      requestId: element.text('RequestId'),
      endpoint: element.text('Endpoint'),
      storeTime: parseDate(element.text('ServerTime')),
    }
  } catch {
    // Cut off: the status tells enough.
    return undefined
  }
}

function parseDate(text: string | undefined): Date | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : new Date(time)
}
