import { ServiceError } from '../../service-error.ts'
import type { S3Authorization } from './read-authorization.ts'

/** How far the clocks of a client and of S3 may be apart. */
const mostSkewMs = 15 * 60 * 1000

/** The longest life of a URL: seven days. */
const longestLifeSeconds = 604_800

/** Throws when a signature is not good now. */
export function checkTime({ date, scope, expiresInSeconds }: S3Authorization, now: number): void {
  const signedAt = readDate(date)
  if (Number.isNaN(signedAt)) {
    throw new ServiceError('AccessDenied', { message: 'AWS authentication requires a valid Date or x-amz-date header' })
  }
  const isUrl = expiresInSeconds !== undefined
  if (!date.startsWith(scope.day)) {
    const code = isUrl ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed'
    throw new ServiceError(code, { detail: `the day of the credential is not that of the date: ${date}` })
  }
  if (!isUrl) {
    if (Math.abs(signedAt - now) > mostSkewMs) throw skewed(signedAt, now)
    return
  }
  if (!(expiresInSeconds >= 1 && expiresInSeconds <= longestLifeSeconds)) {
    throw new ServiceError('AuthorizationQueryParametersError', {
      message: `X-Amz-Expires must be from 1 to ${longestLifeSeconds} seconds`,
    })
  }
  if (signedAt > now + mostSkewMs) throw skewed(signedAt, now)
  const expiresAt = signedAt + expiresInSeconds * 1000
  if (expiresAt < now) {
    throw new ServiceError('AccessDenied', {
      message: 'Request has expired',
      fields: { 'X-Amz-Expires': String(expiresInSeconds), Expires: isoTime(expiresAt), ServerTime: isoTime(now) },
    })
  }
}

/** `yyyymmddThhmmssZ`, in milliseconds since 1970; not a number for anything else. */
function readDate(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

const skewed = (signedAt: number, now: number): ServiceError =>
  new ServiceError('RequestTimeTooSkewed', {
    fields: {
      RequestTime: isoTime(signedAt),
      ServerTime: isoTime(now),
      MaxAllowedSkewMilliseconds: String(mostSkewMs),
    },
    detail: `the clocks are ${Math.round((signedAt - now) / 1000)} s apart`,
  })

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString()
