import { cosFront } from './cos/cos-front.ts'
import type { Front } from './front.ts'
import { ossFront } from './oss/oss-front.ts'
import { s3Front } from './s3/s3-front.ts'
import { scsFront } from './scs/scs-front.ts'
import type { Service } from './service.ts'

/** All services that are imitated. */
export const fronts: Readonly<Record<Service, Front>> = {
  cos: cosFront,
  oss: ossFront,
  s3: s3Front,
  scs: scsFront,
}

export const services: readonly Service[] = Object.keys(fronts) as Service[]

export const isService = (name: string): name is Service => Object.hasOwn(fronts, name)
