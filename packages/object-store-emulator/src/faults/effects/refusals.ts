import { ServiceError } from '../../fronts/service-error.ts'
import type { Fault } from '../fault.ts'
import type { Effect } from './effect.ts'

/** Errors instead of the work. */
export const error: Effect<Extract<Fault, { kind: 'error' }>> = {
  before({ code, status, message, retryAfterSeconds }, { front }) {
    throw new ServiceError(code, {
      ...(status !== undefined && { status }),
      ...(message !== undefined && { message }),
      ...(retryAfterSeconds !== undefined && { headers: front.retryAfterHeaders(retryAfterSeconds) }),
    })
  },
}

export const errorWithStatus200: Effect<Extract<Fault, { kind: 'error-with-status-200' }>> = {
  before({ code, message }) {
    throw new ServiceError(code, { status: 200, ...(message !== undefined && { message }) })
  },
}

export const expiredToken: Effect<Extract<Fault, { kind: 'expired-token' }>> = {
  before(_, { front }) {
    throw new ServiceError(front.expiredTokenCode)
  },
}

export const redirect: Effect<Extract<Fault, { kind: 'redirect' }>> = {
  before({ status, host }, { call }) {
    const location = `http://${host}${call.request.url}`
    const code = status === 301 ? 'PermanentRedirect' : 'TemporaryRedirect'
    throw new ServiceError(code, { status, headers: { location } })
  },
}
