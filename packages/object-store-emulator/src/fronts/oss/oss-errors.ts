/** Codes with the status and the words of each: https://help.aliyun.com/zh/oss/support/http-status-codes */
export const ossErrors: Readonly<Record<string, readonly [status: number, message: string]>> = {
  AccessDenied: [403, 'You have no right to access this object because of bucket acl.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  EntityTooSmall: [400, 'Your proposed upload smaller than the minimum allowed size.'],
  FileAlreadyExists: [409, 'The object you specified already exists and can not be overwritten.'],
  IncompleteBody: [400, 'You did not provide the number of bytes specified by the Content-Length HTTP header.'],
  InternalError: [500, 'Please contact the server administrator, oss@service.aliyun.com.'],
  InvalidAccessKeyId: [403, 'The OSS Access Key Id you provided does not exist in our records.'],
  InvalidArgument: [400, 'Invalid Argument.'],
  InvalidDigest: [400, 'The Content-MD5 you specified was invalid.'],
  InvalidObjectName: [400, 'The specified object is not valid.'],
  InvalidObjectState: [403, "The operation is not valid for the object's state"],
  InvalidPart: [
    400,
    'One or more of the specified parts could not be found or the specified entity tag might not have matched.',
  ],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidRange: [416, 'The requested range cannot be satisfied.'],
  InvalidSecurityToken: [403, 'The security token you provided is invalid.'],
  MalformedXML: [400, 'The XML you provided was not well-formed or did not validate against our published schema.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  MissingArgument: [400, 'Missing Some Required Arguments.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  ],
  NotImplemented: [501, 'A header you provided implies functionality that is not implemented.'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold.'],
  PublicEndpointForbidden: [
    400,
    'Public endpoint is forbidden for this bucket, please use custom domain or internal endpoint instead.',
  ],
  QpsLimitExceeded: [503, 'Please reduce your request rate.'],
  RequestTimeTooSkewed: [403, 'The difference between the request time and the current time is too large.'],
  RequestTimeout: [
    400,
    'Your socket connection to the server was not read from or written to within the timeout period.',
  ],
  SecondLevelDomainForbidden: [403, 'Please use virtual hosted style to access.'],
  SecurityTokenExpired: [403, 'The security token you provided has expired.'],
  ServiceUnavailable: [503, 'Please reduce your request rate.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  SlowDown: [503, 'Please reduce your request rate.'],
}

/** What OSS calls errors that other services have other names for. */
export const ossNames: Readonly<Record<string, string>> = {
  BadDigest: 'InvalidDigest',
  InvalidCopySource: 'InvalidArgument',
  NoSuchCopySource: 'NoSuchKey',
  NotSupportedStorageClass: 'InvalidArgument',
}

/** The number of the cause, where it is known: https://help.aliyun.com/zh/oss/support/ */
export const errorCauses: Readonly<Record<string, string>> = {
  AccessDenied: '0003-00000001',
  InvalidAccessKeyId: '0002-00000902',
  NoSuchBucket: '0015-00000101',
  NoSuchKey: '0026-00000001',
  NoSuchUpload: '0042-00000002',
  PublicEndpointForbidden: '0048-00000401',
  QpsLimitExceeded: '0004-00000302',
  RequestTimeTooSkewed: '0002-00000504',
  SignatureDoesNotMatch: '0002-00000040',
}
