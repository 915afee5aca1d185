import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'

/** A request of either HTTP version. */
export type HttpRequest = IncomingMessage | Http2ServerRequest
/** A response of either HTTP version. */
export type HttpResponse = ServerResponse | (Http2ServerResponse & { destroyed: boolean })

export type RequestHandler = (request: HttpRequest, response: HttpResponse) => void
