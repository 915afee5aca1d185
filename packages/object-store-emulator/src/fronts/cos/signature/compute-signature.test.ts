import { expect, test } from 'vitest'
import { computeSignature } from './compute-signature.ts'

test('a signature is what the code of Tencent makes of the same request', () => {
  const signature = computeSignature('SECRETKEY', {
    method: 'PUT',
    path: '/a+b c/中.txt',
    parameters: [
      ['partnumber', '1'],
      ['uploadid', 'U/+='],
    ],
    headers: [
      ['content-length', '3'],
      ['content-type', 'application/octet-stream'],
      ['host', 'reg-1250000000.cos.ap-guangzhou.myqcloud.com'],
    ],
    signTime: '1700000000;1700000900',
    keyTime: '1700000000;1700000900',
  })
  expect(signature).toBe('d16628d1d4a96c151f5eca173ce050b9104be89c')
})
