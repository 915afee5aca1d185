import { describeRedirects } from '@moorage/testkit/driver'
import { openOssDriver } from './open-oss-driver.ts'
import { optionsFor, startBucket } from './testing/test-bucket.ts'

const lifetimes = {
  v4: ({ searchParams }: URL) => Number(searchParams.get('x-oss-expires')),
  v1: ({ searchParams }: URL) => Number(searchParams.get('Expires')) - Date.now() / 1000,
}

for (const [signatureversion, lifeSeconds] of Object.entries(lifetimes)) {
  const emulator = await startBucket()
  const parameters = { rootdirectory: '/registry', signatureversion }
  describeRedirects(`oss with signatures of ${signatureversion}`, {
    store: emulator,
    open: () => openOssDriver(optionsFor(emulator, parameters), {}),
    lifeSeconds,
  })
}
