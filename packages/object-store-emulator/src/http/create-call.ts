import type { Call, Front, Location } from '../fronts/front.ts'
import { isAddress } from '../fronts/shared/is-address.ts'
import type { RequestContext } from './request-handler.ts'
import type { ServiceRequest } from './service-request.ts'

/**
 * Whose request it is: a domain of a bucket's own counts first, then the hosts of the services. An address that was made a domain of a bucket
 * whose service has buckets in its paths is a host of that service.
 */
export function findFront(
  { fronts, buckets }: Pick<RequestContext, 'fronts' | 'buckets'>,
  request: ServiceRequest,
): { front: Front; location: Location } | undefined {
  const domain = buckets.findDomain(request.host)
  const key = (request.path ?? '/').slice(1)
  for (const front of fronts) {
    if (domain !== undefined && domain.service !== front.service) continue
    const location: Location | undefined =
      domain !== undefined && !(front.takesPathStyle === true && isAddress(request.host))
        ? { bucketName: domain.bucketName, key, region: undefined, style: 'custom domain' }
        : front.locate(request)
    if (location !== undefined) return { front, location }
  }
  return undefined
}

export function createCall(
  context: Omit<RequestContext, 'log' | 'requests'>,
  front: Front,
  request: ServiceRequest,
  location: Location,
  whenDone: Call['whenDone'],
): Call {
  return {
    operation: front.recognize(request, location),
    request,
    location,
    requestId: front.createRequestId(),
    limits: { ...front.limits, ...context.limits },
    pieces: context.pieces,
    accounts: context.accounts,
    now: Date.now(),
    listing: { objectsUntil: Infinity, uploadsUntil: Infinity },
    whenDone,
    findBucket: (name) => context.buckets.find(front.service, name),
    findOptions: (name) => context.buckets.findOptions(front.service, name),
  }
}
