import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Express } from 'express'
import type { RequestHandler } from './http-types.ts'

/** The application, loaded when it is first asked for something: express would take a quarter of the time of a start. */
export function lazyApplication(prefix: string): RequestHandler {
  const loaded = new Map<1 | 2, Promise<Express>>()
  const load = async (httpVersion: 1 | 2): Promise<Express> =>
    (await import('./application.ts')).createApplication(prefix, httpVersion)
  return (request, response) => {
    const httpVersion = request.httpVersionMajor === 2 ? 2 : 1
    const application = loaded.get(httpVersion) ?? load(httpVersion)
    loaded.set(httpVersion, application)
    application.then(
      // Express's types know HTTP/1 only.
      (answer) => answer(request as IncomingMessage, response as ServerResponse),
      () => response.destroy(),
    )
  }
}
