import { ServiceError } from '../../service-error.ts'
import type { OssAuthorization } from './read-authorization.ts'

/** How far the clocks of a client and of OSS may be apart. */
const mostSkewMs = 15 * 60 * 1000

/** The longest life of a URL that is signed with version 4: seven days. */
const longestLifeSeconds = 604_800

/** Throws when a signature is not good now. */
export function checkTime(authorization: OssAuthorization, now: number): void {
  if (authorization.version === 'v1') {
    if (authorization.expires === undefined) checkSkew(Date.parse(authorization.date), now)
    else checkExpiry(authorization.expires * 1000, now)
    return
  }
  const { date, day, expiresInSeconds } = authorization
  const signedAt = readDate(date)
  if (!date.startsWith(day)) {
    throw new ServiceError('InvalidArgument', { detail: `the day of the credential is not that of the date: ${date}` })
  }
  if (expiresInSeconds === undefined) {
    checkSkew(signedAt, now)
    return
  }
  if (!(expiresInSeconds >= 1 && expiresInSeconds <= longestLifeSeconds)) {
    throw new ServiceError('InvalidArgument', { detail: `x-oss-expires is not from 1 to ${longestLifeSeconds}` })
  }
  if (signedAt > now + mostSkewMs) throw skewed(signedAt, now)
  checkExpiry(signedAt + expiresInSeconds * 1000, now)
}

/** `yyyymmddThhmmssZ`, in milliseconds since 1970; not a number for anything else. */
function readDate(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

function checkSkew(signedAt: number, now: number): void {
  if (Number.isNaN(signedAt)) {
    throw new ServiceError('AccessDenied', { message: 'OSS authentication requires a valid Date.' })
  }
  if (Math.abs(signedAt - now) > mostSkewMs) throw skewed(signedAt, now)
}

function checkExpiry(expiresAt: number, now: number): void {
  if (expiresAt >= now) return
  throw new ServiceError('AccessDenied', {
    message: 'Request has expired.',
    fields: { Expires: isoTime(expiresAt), ServerTime: isoTime(now) },
    detail: `the URL expired ${Math.round((now - expiresAt) / 1000)} s ago`,
  })
}

const skewed = (signedAt: number, now: number): ServiceError =>
  new ServiceError('RequestTimeTooSkewed', {
    fields: {
      MaxSkewMilliseconds: String(mostSkewMs),
      RequestTime: isoTime(signedAt),
      ServerTime: isoTime(now),
    },
    detail: `the clocks are ${Math.round((signedAt - now) / 1000)} s apart`,
  })

const isoTime = (milliseconds: number): string =>
  Number.isFinite(milliseconds) ? new Date(milliseconds).toISOString() : ''
