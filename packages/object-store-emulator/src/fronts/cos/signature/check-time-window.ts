import { ServiceError } from '../../service-error.ts'

/** Checks one of a signature's two windows, `<start>;<end>` in seconds since 1970. */
export function checkTimeWindow(name: string, window: string, now: number): void {
  const [, start, end] = /^(\d{1,12});(\d{1,12})$/.exec(window) ?? []
  if (start === undefined || end === undefined || Number(start) > Number(end)) {
    throw new ServiceError('AccessDenied', { detail: `${name} is no window: ${window}` })
  }
  const seconds = Math.floor(now / 1000)
  if (seconds > Number(end)) {
    throw new ServiceError('AccessDenied', {
      message: 'Request has expired',
      detail: `${name} ended ${seconds - Number(end)} s ago`,
    })
  }
  if (seconds < Number(start)) {
    throw new ServiceError('RequestTimeTooSkewed', { detail: `${name} begins in ${Number(start) - seconds} s` })
  }
}
