import { maskText, maskUrl } from './mask-text.ts'
import type { RequestRecord } from './request-fields.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * A line of Apache's combined log form, without a line feed:
 * `127.0.0.1 - - [21/Nov/2026:12:00:00 +0000] "GET /v2/ HTTP/1.1" 200 2 "" "curl/8.0"`.
 * @param at When the request came. Default: now.
 */
export function formatAccessLog(entry: RequestRecord, at: Date = new Date()): string {
  const request = `${entry.method} ${maskUrl(entry.uri)} HTTP/${entry.httpVersion ?? '1.1'}`
  return [
    hostOf(entry.remoteAddress),
    '-',
    entry.user === undefined || entry.user === '' ? '-' : escape(entry.user).replaceAll(' ', '\\x20'),
    `[${stamp(at)}]`,
    quote(request),
    entry.status,
    entry.written,
    quote(maskUrl(entry.referer ?? '')),
    quote(maskText(entry.userAgent ?? '')),
  ].join(' ')
}

function hostOf(address: string): string {
  const host = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([^:]+):\d+$/.exec(address)?.[1] ?? address
  return host === '' ? '-' : escape(host)
}

const needsEscape = /["\\]|[^\x20-\x7e]/

let lastStamp = { second: Number.NaN, text: '' }

/** Many requests come within a second, and all of them have the same stamp. */
function stamp(at: Date): string {
  const second = Math.floor(at.getTime() / 1000)
  if (lastStamp.second !== second) lastStamp = { second, text: formatStamp(at) }
  return lastStamp.text
}

function formatStamp(at: Date): string {
  const [date, time] = at.toISOString().split(/[T.]/) as [string, string]
  const [year, month, day] = date.split('-')
  return `${day}/${months[Number(month) - 1]}/${year}:${time} +0000`
}

function quote(text: string): string {
  return `"${escape(text)}"`
}

/** A client chooses these texts: none may end the quotes, the line, or colour a terminal. */
function escape(text: string): string {
  if (!needsEscape.test(text)) return text
  return text.replaceAll(/["\\]|[^\x20-\x7e]/g, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : [...Buffer.from(character)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  )
}
