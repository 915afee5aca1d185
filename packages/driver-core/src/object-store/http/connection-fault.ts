import { StoreFault } from './store-fault.ts'

/** The call never got on its way. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'])

const tls = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO$)/

/**
 * Tells what went wrong from what sockets, TLS and undici throw.
 * @param answered whether the head of an answer had arrived
 */
export function connectionFault(error: unknown, answered = true): StoreFault {
  if (error instanceof StoreFault) return error
  const code = errorCode(error) ?? ''
  const message = describe(error)
  if (tls.test(code)) return new StoreFault({ kind: 'tls', message, mayHaveActed: false, cause: error })
  if (code === 'UND_ERR_CONNECT_TIMEOUT') {
    return new StoreFault({ kind: 'time-out', message, mayHaveActed: false, cause: error })
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new StoreFault({ kind: 'time-out', message: 'the store went silent', cause: error })
  }
  if (code.startsWith('HPE_')) {
    return new StoreFault({ kind: 'garbled', message: `the answer is not HTTP: ${message}`, cause: error })
  }
  return new StoreFault({
    kind: 'connection',
    message,
    mayHaveActed: !unsent.has(code),
    reusedConnection: !answered && hadAnswers(error),
    cause: error,
  })
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // What Node throws when every address of a name failed has no message of its own.
  return error.message === '' ? (errorCode(error) ?? error.name) : error.message
}

/** Whether answers had come over the connection that broke: undici tells its counts. */
function hadAnswers(error: unknown): boolean {
  const socket: unknown = error instanceof Error && 'socket' in error ? error.socket : undefined
  return (
    typeof socket === 'object' &&
    socket !== null &&
    'bytesRead' in socket &&
    typeof socket.bytesRead === 'number' &&
    socket.bytesRead > 0
  )
}
