import { describePermissions } from '@moorage/testkit/driver'
import { createOssClient } from './client.ts'
import { permissions } from './testing/permissions.ts'
import { optionsFor, startBucket } from './testing/test-bucket.ts'

describePermissions({
  permissions,
  calls: {
    ListObjects: ['list'],
    GetObject: ['get', 'head', 'copy', 'copyPart'],
    PutObject: ['put', 'copy', 'createUpload', 'uploadPart', 'copyPart', 'completeUpload'],
    DeleteObject: ['deleteOne', 'deleteMany'],
    AbortMultipartUpload: ['abortUpload'],
    ListParts: ['listParts'],
    ListMultipartUploads: ['listUploads'],
  },
  prefix: 'oss:',
  told: (action) => new RegExp(`the user of the key needs .*${action}`),
  readme: new URL('../README.md', import.meta.url),
  startBucket,
  createClient: (emulator, { id, secret }) =>
    createOssClient(optionsFor(emulator, { accesskeyid: id, accesskeysecret: secret })),
})
