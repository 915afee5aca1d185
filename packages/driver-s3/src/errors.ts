import type { FaultRule } from '@moorage/driver-core/object-store'
import type { StoreWords } from './store-words.ts'

/** What S3's error codes mean, and those of stores like it: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function s3Faults({ store, endpointParameter, actionsOf }: StoreWords): Readonly<Record<string, FaultRule>> {
  const needed = (operation: string): string => (actionsOf === undefined ? 'the rights to do it' : actionsOf(operation))
  const unknownKey: FaultRule = {
    code: 'ACCESS_DENIED',
    message: `${store} does not know the key; check the parameters accesskey and secretkey`,
  }
  const throttled: FaultRule = { code: 'RATE_LIMITED', message: `${store} throttles` }
  const elsewhere: FaultRule = {
    code: 'CONFIG_INVALID',
    message: `the bucket is elsewhere; check the parameters region and ${endpointParameter}`,
  }
  return {
    NoSuchKey: { code: 'PATH_NOT_FOUND', message: 'no such object' },
    NoSuchUpload: { code: 'CONFLICT', message: 'the upload was completed or aborted before' },
    NoSuchBucket: {
      code: 'CONFIG_INVALID',
      message: 'the bucket does not exist; check the parameters bucket and region',
    },

    AccessDenied: {
      code: 'ACCESS_DENIED',
      message: (operation) => `${store} does not allow it; the owner of the key needs ${needed(operation)}`,
    },
    AllAccessDisabled: { code: 'ACCESS_DENIED', message: `${store} has disabled the bucket` },
    InvalidAccessKeyId: unknownKey,
    InvalidToken: { code: 'ACCESS_DENIED', message: 'the token is not that of the key; check the credentials' },
    ExpiredToken: { code: 'ACCESS_DENIED', message: 'the temporary credentials have expired' },
    SignatureDoesNotMatch: {
      code: 'ACCESS_DENIED',
      message: `${store} refuses the signature; check the parameter secretkey`,
    },
    RequestTimeTooSkewed: { code: 'ACCESS_DENIED', message: `${store} refuses the time of this machine` },
    AuthorizationHeaderMalformed: elsewhere,
    PermanentRedirect: elsewhere,
    TemporaryRedirect: { code: 'UNAVAILABLE', message: `${store} is moving the bucket to another place` },
    InvalidObjectState: {
      code: 'ACCESS_DENIED',
      message: 'the object is archived; restore it, and keep registries out of the archive storage classes',
    },

    SlowDown: throttled,
    ServiceUnavailable: throttled,
    TooManyRequests: throttled,
    Throttling: throttled,

    InternalError: { code: 'UNAVAILABLE', message: `${store} failed` },
    OperationAborted: { code: 'UNAVAILABLE', message: `${store} is doing something else with the object` },
    RequestTimeout: { code: 'UNAVAILABLE', message: `${store} waited too long for the request` },
    IncompleteBody: { code: 'UNAVAILABLE', message: 'the request arrived in part' },
    BadDigest: { code: 'UNAVAILABLE', message: 'the bytes changed on their way' },

    InvalidPart: { code: 'CONFLICT', message: 'a part of the upload is missing, or another one by now' },
    InvalidPartOrder: { code: 'CONFLICT', message: 'the parts of the upload are not in order' },
    PreconditionFailed: { code: 'CONFLICT', message: 'the object is another one by now' },

    InvalidRange: { code: 'INVALID_OFFSET', message: 'the range lies behind the end of the object' },
    InvalidURI: { code: 'INVALID_PATH', message: `${store} does not take this key` },
    KeyTooLongError: {
      code: 'INVALID_PATH',
      message: 'a key has at most 1024 bytes, those of rootdirectory among them',
    },
    EntityTooLarge: { code: 'UNSUPPORTED', message: `the object is larger than ${store} allows` },
    EntityTooSmall: { code: 'UNEXPECTED', message: `a part of the upload is smaller than ${store} allows` },
    XMinioStorageFull: { code: 'NO_SPACE', message: 'the store is full' },
    QuotaExceeded: { code: 'NO_SPACE', message: 'the quota of the bucket is used up' },

    AccessControlListNotSupported: {
      code: 'CONFIG_INVALID',
      message: 'the bucket has no access control lists; take away the parameter objectacl',
    },
    InvalidStorageClass: {
      code: 'CONFIG_INVALID',
      message: 'the store does not know the storage class; set the parameter storageclass, to NONE for none at all',
    },
  }
}
