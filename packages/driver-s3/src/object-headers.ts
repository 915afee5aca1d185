import type { S3Options } from './options.ts'

type ObjectOptions = Pick<S3Options, 'encrypt' | 'keyid' | 'storageclass' | 'objectacl'>

/** Sent with everything that makes an object. What is usual anyway is left out: not every store knows these headers, nor every key may set them. */
export function objectHeaders({ encrypt, keyid, storageclass, objectacl }: ObjectOptions): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    ...(objectacl === 'private' ? {} : { 'x-amz-acl': objectacl }),
    ...(['NONE', 'STANDARD'].includes(storageclass) ? {} : { 'x-amz-storage-class': storageclass }),
    ...(keyid !== undefined
      ? { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': keyid }
      : encrypt && { 'x-amz-server-side-encryption': 'AES256' }),
  }
}
