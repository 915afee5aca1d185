import type { Bucket } from '../../engine/bucket.ts'
import type { Call } from '../front.ts'
import { ServiceError } from '../service-error.ts'
import { plainRegion, readOssHost } from './oss-host.ts'

/** Whether a bucket may be reached at the host that a request was sent to. */
export function checkEndpoint({ location, request, findOptions }: Call, bucket: Bucket): void {
  const region = plainRegion(bucket.region)
  if (location.region !== undefined && location.region !== region) {
    throw new ServiceError('AccessDenied', {
      message:
        'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      fields: { Bucket: bucket.name, Endpoint: `oss-${region}.aliyuncs.com` },
      detail: `the bucket is in ${region}`,
    })
  }
  const isPublic = location.style === 'virtual host' && readOssHost(request.host)?.network === 'public'
  // Listing is not the transfer of data.
  if (isPublic && location.key !== '' && findOptions(bucket.name)?.forbidsPublicEndpoint === true) {
    throw new ServiceError('PublicEndpointForbidden')
  }
}
