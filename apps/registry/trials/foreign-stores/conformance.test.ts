import { createDriver, type StorageDriver } from '@moorage/driver-core'
import { describeDriver } from '@moorage/testkit/driver'
import { afterAll, expect, test } from 'vitest'
import { createBucket } from './create-bucket.ts'
import { account, type DriverName, type ForeignServerKind, region } from './servers/foreign-server.ts'
import { minio } from './servers/minio.ts'
import { moto } from './servers/moto.ts'
import { versitygw } from './servers/versitygw.ts'

const bucket = 'images'
const long = 'takes long, and the suite on the emulator has it'

/** What is no question of who wrote the store. */
const longCases: Readonly<Record<string, string>> = {
  'a directory of 10,000 files is listed completely, and from any place on': long,
  'a directory of 1,500 files is deleted at once': long,
  'a stream of 64 MiB comes back with the same checksum, and its end is found by offset': long,
  'a name may hold every legal letter, at every place': long,
}

/** Where a driver finds the server, in its own words. */
const placeParameters: Readonly<Record<DriverName, (url: string) => object>> = {
  s3: (url) => ({ regionendpoint: url, storageclass: 'NONE' }),
  scs: (url) => ({ endpoint: url, signature: 'v4' }),
}

for (const kind of [versitygw, minio, moto]) {
  const reason = await kind.prepare()
  test(`${kind.name} is here`, (context) => {
    if (reason !== undefined) context.skip(reason)
    expect(reason).toBeUndefined()
  })
  if (reason === undefined) await declareSuites(kind)
}

async function declareSuites(kind: ForeignServerKind): Promise<void> {
  const server = await kind.start()
  afterAll(() => server[Symbol.asyncDispose]())
  await createBucket(server.url, bucket)
  for (const name of kind.drivers) {
    const parameters = {
      ...account,
      ...placeParameters[name](server.url),
      region,
      bucket,
      rootdirectory: `/${name}`,
      chunksize: 5 * 1024 * 1024,
    }
    const open = (): Promise<StorageDriver> => createDriver(name, parameters, {}, { from: [import.meta.url] })
    const skip = { ...longCases, ...kind.skip }
    describeDriver(`${name} on ${kind.name}`, { create: open, reopen: open, timeoutMs: 60_000, skip })
  }
}
