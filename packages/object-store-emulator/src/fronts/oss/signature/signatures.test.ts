import { expect, test } from 'vitest'
import { computeV1 } from './v1.ts'
import { computeV4 } from './v4.ts'

/** Made with Aliyun's own code. */
const call = {
  method: 'PUT',
  resource: '/bkt/a+b c/中.txt',
  parameters: [
    ['partNumber', '1'],
    ['uploadId', 'U/+='],
  ],
} as const

test('version 4 signs a call as Aliyun does', () => {
  const date = '20231114T221320Z'
  const signature = computeV4('SECRETKEY', {
    ...call,
    headers: [
      ['content-type', 'application/octet-stream'],
      ['x-oss-content-sha256', 'UNSIGNED-PAYLOAD'],
      ['x-oss-date', date],
    ],
    additionalHeaders: [],
    date,
    region: 'cn-hangzhou',
  })
  expect(signature).toBe('eb02b37f1f069fdc48737c2f9f9b94f9dcd0a1f7f8ab013ac86c459bc26a22f1')
})

test('version 1 signs a call as Aliyun does', () => {
  const date = 'Tue, 14 Nov 2023 22:13:20 GMT'
  const headers = { 'content-type': 'application/octet-stream', 'x-oss-date': date }
  expect(computeV1('SECRETKEY', { ...call, headers, date })).toBe('ALeIcyhnpo2F+ZjWk2ajBgCnWr4=')
})
