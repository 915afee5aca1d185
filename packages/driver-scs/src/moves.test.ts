import { expect, test } from 'vitest'
import { openScsDriver } from './open-scs-driver.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

const key = "a+b c/中'()*&=~!%20"

test('a file is moved by one request, whatever letters are in its names', async () => {
  await using emulator = await startBucket()
  await using driver = await openScsDriver(optionsFor(emulator), {})
  await emulator.bucket('scs', bucketName).put(key, 'hello')
  emulator.requests.clear()
  await driver.move(`/${key}`, `/moved/${key}`)
  expect(emulator.requests.list().map(({ operation }) => operation)).toEqual(['RenameObject'])
  expect(String(await emulator.bucket('scs', bucketName).read(`moved/${key}`))).toBe('hello')
  await expect(driver.move('/missing', '/b')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND', path: '/missing' })
})

test('a move whose answer was lost is found out', async () => {
  await using emulator = await startBucket()
  await using driver = await openScsDriver(optionsFor(emulator), {})
  await driver.putContent('/a', Buffer.from('x'))
  emulator.faults.add({ operation: 'RenameObject', fault: { kind: 'lose-answer' } })
  await driver.move('/a', '/b')
  expect(
    emulator
      .bucket('scs', bucketName)
      .objects()
      .map(({ key: name }) => name),
  ).toEqual(['b'])
})

test.each(['NotImplemented', 'MethodNotAllowed'])(
  'where SCS answers %s a file is copied, from then on',
  async (code) => {
    await using emulator = await startBucket()
    await using driver = await openScsDriver(optionsFor(emulator), {})
    const fault = { kind: 'error', code, status: 501 } as const
    emulator.faults.add({ operation: 'RenameObject', count: 'always', fault })
    for (const name of ['a', 'b']) {
      await driver.putContent(`/${name}`, Buffer.from(name))
      await driver.move(`/${name}`, `/moved-${name}`)
    }
    expect(emulator.requests.count('RenameObject')).toBe(1)
    expect(
      emulator
        .bucket('scs', bucketName)
        .objects()
        .map((object) => object.key),
    ).toEqual(['moved-a', 'moved-b'])
  },
)

test.each([
  ['none', /^$/],
  ['hex', /^[\da-f]{32}$/],
  ['base64', /^[\w+/]{22}==$/],
] as const)('the MD5 of what is stored is sent as configured: %s', async (partmd5, form) => {
  await using emulator = await startBucket()
  await using driver = await openScsDriver(optionsFor(emulator, { partmd5, chunksize: 5 * 1024 * 1024 }), {})
  const writer = await driver.createWriter('/large', { resumable: false })
  await writer.write(Buffer.alloc(6 * 1024 * 1024))
  await writer.commit()
  await driver.putContent('/small', Buffer.from('x'))
  const sent = emulator.requests.list().filter(({ operation }) => /^(?:PutObject|UploadPart)$/.test(operation))
  expect(sent).toHaveLength(3)
  for (const { headers } of sent) expect(headers['content-md5'] ?? '').toMatch(form)
})
