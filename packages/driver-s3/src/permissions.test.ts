import { describePermissions } from '@moorage/testkit/driver'
import { createS3Client } from './client.ts'
import { permissions } from './testing/permissions.ts'
import { optionsFor, startBucket } from './testing/test-bucket.ts'

describePermissions({
  permissions,
  calls: {
    ListBucket: ['list'],
    GetObject: ['get', 'head', 'copy', 'copyPart'],
    PutObject: ['put', 'copy', 'createUpload', 'uploadPart', 'copyPart', 'completeUpload'],
    DeleteObject: ['deleteOne', 'deleteMany'],
    AbortMultipartUpload: ['abortUpload'],
    ListMultipartUploadParts: ['listParts'],
    ListBucketMultipartUploads: ['listUploads'],
  },
  prefix: 's3:',
  told: (action) => new RegExp(`the owner of the key needs .*${action}`),
  readme: new URL('../README.md', import.meta.url),
  startBucket,
  createClient: (emulator, { id, secret }) =>
    createS3Client(optionsFor(emulator, { accesskey: id, secretkey: secret })).client,
})
