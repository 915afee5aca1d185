import type { StoreFault } from '../http/store-fault.ts'
import type { Explanation } from './check-bucket.ts'

/** What to tell when a store refuses the time of requests, though they were signed with its own. */
export function clockRefused({ storeTime }: StoreFault, store: string, now: Date): Explanation {
  const difference = storeTime === undefined ? 0 : Math.round((storeTime.getTime() - Date.now()) / 1000)
  const clock = storeTime === undefined ? now.toISOString() : `which is ${describeOffset(difference, store)}`
  return {
    code: 'CONFIG_INVALID',
    message: `${store} refuses the time of this machine, ${clock}; set its clock right, by NTP for example`,
  }
}

/** @param seconds that the store is ahead */
export function describeOffset(seconds: number, store: string): string {
  return `${Math.abs(seconds)} seconds ${seconds > 0 ? 'behind' : 'ahead of'} that of ${store}`
}
