import type { RegistryServices } from '../registry-services.ts'
import { dispatch } from './dispatch.ts'
import { errorReply } from './error-reply.ts'
import { Exchange } from './exchange.ts'
import type { HttpRequest, HttpResponse, RequestHandler } from './http-types.ts'
import type { Reply } from './reply.ts'
import { BodyCutError } from './request-body.ts'
import { inTurn } from './in-turn.ts'
import { lazyApplication } from './lazy-application.ts'
import { RequestLog } from './request-log.ts'
import { matchRoute, matchSearchRoute, type Route } from './route.ts'
import { type CommonHeader, sendReply } from './send-reply.ts'

export type { RequestHandler } from './http-types.ts'

/** The way of a request: what is below `<prefix>/v2/` or `<prefix>/v1/` goes to its end point, everything else to the application. */
export function createRequestHandler(services: RegistryServices, health: () => Error | undefined): RequestHandler {
  const { http } = services.configuration
  const root = http.prefix === '' ? '/' : http.prefix
  const prefix = `${root}v2/`
  const searchPrefix = `${root}v1/`
  const application = lazyApplication(http.prefix)
  const headers = [apiVersion, ...Object.entries(http.headers).map(commonHeader)]
  const log = new RequestLog(services)

  async function answer(
    request: HttpRequest,
    response: HttpResponse,
    route: Route | undefined,
    search: string,
  ): Promise<void> {
    const exchange = new Exchange(request, response, search, services)
    let reply: Reply
    let failure: unknown
    try {
      const sick = health()
      if (sick !== undefined) throw sick
      reply = await dispatch(exchange, route)
    } catch (error) {
      failure = error
      // Nobody is there to be told.
      if (error instanceof BodyCutError) response.destroy()
      reply = errorReply(error)
    }
    try {
      await sendReply(request, response, reply, headers)
    } catch (error) {
      failure ??= error
    }
    log.write({ exchange, route, reply, failure })
  }

  return inTurn((request, response) => {
    const url = originForm(request.url ?? '/')
    const question = url.indexOf('?')
    const path = question === -1 ? url : url.slice(0, question)
    const search = question === -1 ? '' : url.slice(question + 1)
    const sick = health()
    if (path.startsWith(prefix)) {
      void answer(request, response, matchRoute(path.slice(prefix.length)), search)
    } else if (path.startsWith(searchPrefix)) {
      void answer(request, response, matchSearchRoute(path.slice(searchPrefix.length)), search)
    } else if (sick !== undefined) {
      void sendReply(request, response, errorReply(sick))
    } else {
      application(request, response)
    }
  })
}

const apiVersion = commonHeader(['Docker-Distribution-Api-Version', ['registry/2.0']])

function commonHeader([name, values]: [string, readonly string[]]): CommonHeader {
  return { name, lowerName: name.toLowerCase(), values: [...values] }
}

/** RFC 9112 section 3.2.2: "a server MUST accept the absolute-form in requests". */
function originForm(target: string): string {
  return target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '')
}
