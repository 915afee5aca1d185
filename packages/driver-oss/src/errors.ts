import type { FaultRule } from '@moorage/driver-core/object-store'

/**
 * The actions of RAM that a call needs, where its own name is none:
 * https://www.alibabacloud.com/help/en/oss/user-guide/authorization-syntax-and-elements
 */
const actions: Readonly<Record<string, readonly string[]>> = {
  HeadObject: ['GetObject'],
  GetBucket: ['ListObjects'],
  PutObjectCopy: ['PutObject', 'GetObject'],
  DeleteMultipleObjects: ['DeleteObject'],
  InitiateMultipartUpload: ['PutObject'],
  UploadPart: ['PutObject'],
  UploadPartCopy: ['PutObject', 'GetObject'],
  CompleteMultipartUpload: ['PutObject'],
}

function actionsOf(operation: string): string {
  return (actions[operation] ?? [operation]).map((action) => `oss:${action}`).join(' and ')
}

const throttled: FaultRule = { code: 'RATE_LIMITED', message: 'OSS throttles' }

/** What OSS's error codes mean: https://help.aliyun.com/zh/oss/support/http-status-codes */
export const ossFaults: Readonly<Record<string, FaultRule>> = {
  NoSuchKey: { code: 'PATH_NOT_FOUND', message: 'no such object' },
  NoSuchUpload: { code: 'CONFLICT', message: 'the upload was completed or aborted before' },
  NoSuchBucket: {
    code: 'CONFIG_INVALID',
    message: 'the bucket does not exist; check the parameters bucket and region',
  },

  AccessDenied: {
    code: 'ACCESS_DENIED',
    message: (operation) => `OSS does not allow it; the user of the key needs ${actionsOf(operation)}`,
  },
  InvalidAccessKeyId: {
    code: 'ACCESS_DENIED',
    message: 'OSS does not know the key; check the parameters accesskeyid and ststoken',
  },
  SignatureDoesNotMatch: {
    code: 'ACCESS_DENIED',
    message: 'the signature is wrong; check the parameter accesskeysecret',
  },
  InvalidSecurityToken: { code: 'ACCESS_DENIED', message: 'the token is not that of the key' },
  SecurityTokenExpired: { code: 'ACCESS_DENIED', message: 'the temporary credentials have expired' },
  RequestTimeTooSkewed: { code: 'ACCESS_DENIED', message: "the clock of this machine and OSS's differ too much" },
  UserDisable: { code: 'ACCESS_DENIED', message: 'the account is disabled, or has not paid' },
  InvalidObjectState: {
    code: 'ACCESS_DENIED',
    message: 'the object is archived; restore it, and keep registries out of the archive storage classes',
  },
  KmsServiceNotEnabled: { code: 'CONFIG_INVALID', message: 'KMS is not enabled; check the parameter encryptionkeyid' },

  SlowDown: throttled,
  ServiceUnavailable: throttled,
  QpsLimitExceeded: throttled,
  TotalQpsLimitExceeded: throttled,
  ReadQpsLimitExceeded: throttled,
  WriteQpsLimitExceeded: throttled,
  UploadTrafficRateLimitExceeded: throttled,
  DownloadTrafficRateLimitExceeded: throttled,

  InternalError: { code: 'UNAVAILABLE', message: 'OSS failed' },
  RequestTimeout: { code: 'UNAVAILABLE', message: 'OSS waited too long for the request' },
  IncompleteBody: { code: 'UNAVAILABLE', message: 'the request arrived in part' },
  InvalidDigest: { code: 'UNAVAILABLE', message: 'the bytes changed on their way' },

  InvalidPart: { code: 'CONFLICT', message: 'a part of the upload is missing, or another one by now' },
  InvalidPartOrder: { code: 'CONFLICT', message: 'the parts of the upload are not in order' },
  PreconditionFailed: { code: 'CONFLICT', message: 'the object is another one by now' },

  InvalidRange: { code: 'INVALID_OFFSET', message: 'the range lies behind the end of the object' },
  InvalidObjectName: {
    code: 'INVALID_PATH',
    message:
      'a key of OSS has 1 to 1023 bytes, those of rootdirectory among them, and begins with no slash or backslash',
  },
  EntityTooLarge: { code: 'UNSUPPORTED', message: 'the object is larger than OSS allows' },
  EntityTooSmall: { code: 'UNEXPECTED', message: 'a part of the upload is smaller than OSS allows' },
  ObjectNotAppendable: { code: 'UNSUPPORTED', message: 'the object was made by appending, which registries do not' },

  PublicEndpointForbidden: {
    code: 'CONFIG_INVALID',
    message:
      'OSS does not serve the data of this account at its public hosts; set internal, or a domain of the bucket in endpoint and redirectendpoint',
  },
  SecondLevelDomainForbidden: {
    code: 'CONFIG_INVALID',
    message: 'the endpoint is none of a bucket; check the parameter endpoint',
  },
  TransferAccelerationDisabled: {
    code: 'CONFIG_INVALID',
    message: 'the bucket has no transfer acceleration; enable it, or take away the parameter accelerate',
  },
}

/** For credentials that somebody renews: they may be others by the next try. */
export const renewingFaults: Readonly<Record<string, FaultRule>> = {
  ...ossFaults,
  SecurityTokenExpired: { code: 'ACCESS_DENIED', message: 'the temporary credentials have expired', retry: true },
}
