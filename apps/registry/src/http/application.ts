import express, { type Express } from 'express'
import { RegistryError } from '../errors/registry-error.ts'
import { errorReply } from './error-reply.ts'
import { useHttp2 } from './express-http2.ts'
import { sendReply } from './send-reply.ts'

/**
 * Everything that is not the distribution API: a probe for load balancers, and the way to the API for those who forget its slash.
 * The API itself goes past it (`requestHandler`): its names have slashes, and it is what the registry's speed is made of.
 */
export function createApplication(prefix: string, httpVersion: 1 | 2): Express {
  const application = express()
  if (httpVersion === 2) useHttp2(application)
  application.disable('x-powered-by')
  application.disable('etag')
  application.enable('strict routing')
  const base = `${prefix.replace(/\/$/, '')}/v2`
  application.get('/', (_request, response) => {
    response.set('Cache-Control', 'no-cache').status(200).end()
  })
  application.all(base, (_request, response) => {
    response.redirect(301, `${base}/`)
  })
  application.use((request, response, next) => {
    const error = new RegistryError('UNSUPPORTED', { status: 404, message: 'there is no such end point' })
    sendReply(request, response, errorReply(error)).catch(next)
  })
  return application
}
