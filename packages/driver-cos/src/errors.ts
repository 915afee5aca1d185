import type { FaultRule } from '@moorage/driver-core/object-store'

/** The actions that a call needs where its own name is not the one: https://cloud.tencent.com/document/product/436/31923 */
const actions: Readonly<Record<string, readonly string[]>> = {
  PutObjectCopy: ['PutObject', 'GetObject'],
  UploadPartCopy: ['UploadPartCopy', 'GetObject'],
  DeleteMultipleObjects: ['DeleteObject'],
}

function actionsOf(operation: string): string {
  return (actions[operation] ?? [operation]).map((action) => `name/cos:${action}`).join(' and ')
}

/** What COS's error codes mean: https://cloud.tencent.com/document/product/436/7730 */
export const cosFaults: Readonly<Record<string, FaultRule>> = {
  NoSuchKey: { code: 'PATH_NOT_FOUND', message: 'no such object' },
  NoSuchUpload: { code: 'CONFLICT', message: 'the upload was completed or aborted before' },
  NoSuchBucket: {
    code: 'CONFIG_INVALID',
    message: 'the bucket does not exist in this region; check the parameters bucket, appid and region',
  },

  AccessDenied: {
    code: 'ACCESS_DENIED',
    message: (operation) => `COS does not allow it; the user of the key needs ${actionsOf(operation)}`,
  },
  InvalidAccessKeyId: {
    code: 'ACCESS_DENIED',
    message: 'COS does not know the key; check the parameters secretid and sessiontoken',
  },
  SignatureDoesNotMatch: { code: 'ACCESS_DENIED', message: 'the signature is wrong; check the parameter secretkey' },
  ExpiredToken: { code: 'ACCESS_DENIED', message: 'the temporary credentials have expired' },
  RequestTimeTooSkewed: { code: 'ACCESS_DENIED', message: "the clock of this machine and COS's differ too much" },
  InvalidObjectState: {
    code: 'ACCESS_DENIED',
    message: 'the object is archived; restore it, and keep registries out of the archive storage classes',
  },

  SlowDown: { code: 'RATE_LIMITED', message: 'COS throttles' },
  ServiceUnavailable: { code: 'RATE_LIMITED', message: 'COS throttles' },
  RequestRateLimitExceeded: { code: 'RATE_LIMITED', message: 'COS throttles' },

  InternalError: { code: 'UNAVAILABLE', message: 'COS failed' },
  RequestTimeout: { code: 'UNAVAILABLE', message: 'COS waited too long for the request' },
  UserNetworkTooSlow: { code: 'UNAVAILABLE', message: 'the request came too slowly for COS' },
  IncompleteBody: { code: 'UNAVAILABLE', message: 'the request arrived in part' },
  BadDigest: { code: 'UNAVAILABLE', message: 'the bytes changed on their way' },

  InvalidPart: { code: 'CONFLICT', message: 'a part of the upload is missing, or another one by now' },
  InvalidPartOrder: { code: 'CONFLICT', message: 'the parts of the upload are not in order' },
  PreconditionFailed: { code: 'CONFLICT', message: 'the object is another one by now' },

  InvalidRange: { code: 'INVALID_OFFSET', message: 'the range lies behind the end of the object' },
  InvalidURI: { code: 'INVALID_PATH', message: 'COS does not take this key' },
  KeyTooLong: {
    code: 'INVALID_PATH',
    message: 'a key of COS has at most 850 bytes, those of rootdirectory among them',
  },
  EntityTooLarge: { code: 'UNSUPPORTED', message: 'the object is larger than COS allows' },
  EntityTooSmall: { code: 'UNEXPECTED', message: 'a part of the upload is smaller than COS allows' },

  BucketAccelerateNotEnabled: {
    code: 'CONFIG_INVALID',
    message: 'the bucket has no global acceleration; enable it, or take away the parameter accelerate',
  },
  PathStyleDomainForbidden: {
    code: 'CONFIG_INVALID',
    message: 'the endpoint is none of a bucket; check the parameter endpoint',
  },
  PermanentRedirect: {
    code: 'CONFIG_INVALID',
    message: 'the bucket is elsewhere; check the parameters region and endpoint',
  },
  TemporaryRedirect: { code: 'UNAVAILABLE', message: 'COS is moving the bucket to another place' },
}
