import { expect, test } from 'vitest'
import { openOssDriver } from './open-oss-driver.ts'
import { bucketName, optionsFor, startBucket } from './testing/test-bucket.ts'

/** What the Go registry's driver leaves in a bucket: plain objects by their path, without a leading slash. */
const files = {
  '/docker/registry/v2/blobs/sha256/ab/abcd/data': 'a layer',
  '/docker/registry/v2/repositories/team/app/_layers/sha256/abcd/link': 'sha256:abcd',
  '/docker/registry/v2/repositories/team/app/_manifests/tags/v1/current/link': 'sha256:abcd',
}

test.each([
  ['', ''],
  ['/registry', 'registry'],
  ['registry/', 'registry'],
  ['/a/b/', 'a/b'],
])('a bucket that the Go registry filled below %j is served', async (rootdirectory, prefix) => {
  await using emulator = await startBucket()
  const bucket = emulator.bucket('oss', bucketName)
  for (const [path, content] of Object.entries(files)) await bucket.put(`${prefix}${path}`.replace(/^\//, ''), content)
  // Consoles make folders, which are no files.
  await bucket.put(`${prefix}/docker/registry/v2/blobs/`.replace(/^\//, ''), '')
  await using driver = await openOssDriver(optionsFor(emulator, { rootdirectory }), {})
  for (const [path, content] of Object.entries(files)) {
    expect(String(await driver.getContent(path))).toBe(content)
    expect(await driver.stat(path)).toMatchObject({ kind: 'file', size: content.length })
  }
  const walked = await Array.fromAsync(driver.walk('/'))
  expect(walked.filter(({ kind }) => kind === 'file').map(({ path }) => path)).toEqual(Object.keys(files))
})
