import { describePermissions } from '@moorage/testkit/driver'
import { createCosClient } from './client.ts'
import { permissions } from './testing/permissions.ts'
import { optionsFor, startBucket } from './testing/test-bucket.ts'

describePermissions({
  permissions,
  calls: {
    GetBucket: ['list'],
    PutObject: ['put'],
    GetObject: ['get'],
    HeadObject: ['head'],
    DeleteObject: ['deleteOne', 'deleteMany'],
    InitiateMultipartUpload: ['createUpload'],
    UploadPart: ['uploadPart'],
    UploadPartCopy: ['copyPart'],
    CompleteMultipartUpload: ['completeUpload'],
    AbortMultipartUpload: ['abortUpload'],
    ListParts: ['listParts'],
    ListMultipartUploads: ['listUploads'],
  },
  prefix: 'name/cos:',
  told: (action) => new RegExp(`the user of the key needs ${action}`),
  readme: new URL('../README.md', import.meta.url),
  startBucket,
  createClient: (emulator, { id, secret }) =>
    createCosClient(optionsFor(emulator, { secretid: id, secretkey: secret })),
})
