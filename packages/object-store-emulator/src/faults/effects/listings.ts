import type { Fault } from '../fault.ts'
import type { Effect } from './effect.ts'

/** Listings that come behind. */
export const lateObjects: Effect<Extract<Fault, { kind: 'late-objects' }>> = {
  before({ ms }, { call }) {
    call.listing.objectsUntil = ms === undefined ? -Infinity : Date.now() - ms
    return undefined
  },
}

export const lateUploads: Effect<Extract<Fault, { kind: 'late-uploads' }>> = {
  before({ ms }, { call }) {
    call.listing.uploadsUntil = ms === undefined ? -Infinity : Date.now() - ms
    return undefined
  },
}
