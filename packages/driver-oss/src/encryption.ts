import type { OssOptions } from './options.ts'

/**
 * What has OSS encrypt an object: with a key of its own, or with one of KMS.
 * https://help.aliyun.com/zh/oss/user-guide/server-side-encryption-5
 */
export function encryptionHeaders({
  encrypt,
  encryptionkeyid,
}: Pick<OssOptions, 'encrypt' | 'encryptionkeyid'>): Record<string, string> {
  if (encryptionkeyid !== undefined) {
    return { 'x-oss-server-side-encryption': 'KMS', 'x-oss-server-side-encryption-key-id': encryptionkeyid }
  }
  return encrypt ? { 'x-oss-server-side-encryption': 'AES256' } : {}
}
