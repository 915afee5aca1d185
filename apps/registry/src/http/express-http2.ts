import express, { type Express } from 'express'
import { Http2ServerRequest, Http2ServerResponse } from 'node:http2'

/** Express gives each request and response its own prototype, and its own ones are HTTP/1 alone: here are those for HTTP/2. */
export function useHttp2(application: Express): void {
  application.request = Object.create(Http2ServerRequest.prototype, {
    ...Object.getOwnPropertyDescriptors(express.request),
    app: { value: application },
  }) as Express['request']
  application.response = Object.create(Http2ServerResponse.prototype, {
    ...Object.getOwnPropertyDescriptors(express.response),
    app: { value: application },
    // Express assigns it, which Node's own has no setter for.
    req: { value: undefined, writable: true },
  }) as Express['response']
}
