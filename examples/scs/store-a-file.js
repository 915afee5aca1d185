// Stores a file in Sohu Cloud Storage and reads it back, in a program that is no registry.
import { createDriver, isDriverError } from '@moorage/driver-core'
import scs from '@moorage/driver-scs'

const { SCS_ACCESS_KEY, SCS_SECRET_KEY, SCS_REGION, SCS_BUCKET, SCS_ENDPOINT } = process.env

try {
  // Checks the parameters and asks the bucket for one key, so that what is wrong is said here and not later.
  await using driver = await createDriver(scs, {
    accesskey: SCS_ACCESS_KEY,
    secretkey: SCS_SECRET_KEY,
    region: SCS_REGION,
    bucket: SCS_BUCKET,
    ...(SCS_ENDPOINT && { endpoint: SCS_ENDPOINT }),
    redirectendpoint: 'bjcnc.scs.sohucs.com',
    rootdirectory: '/example',
  })

  await driver.putContent('/greetings/draft', Buffer.from('Hello, SCS!'))
  // One request: the object has another name then.
  await driver.move('/greetings/draft', '/greetings/hello')
  for await (const entry of driver.walk('/')) console.log(entry.kind, entry.path)

  for await (const chunk of await driver.createReader('/greetings/hello', { offset: 7 })) console.log(String(chunk))

  const url = await driver.redirectUrl('/greetings/hello', { method: 'GET', expiresInSeconds: 60 })
  console.log('For a minute anybody may fetch it from', url?.host)

  await driver.delete('/greetings')
} catch (error) {
  // Every failure has a code and a sentence, and what SCS answered is its cause.
  if (!isDriverError(error)) throw error
  console.error(error.code, error.message, error.requestId ?? '')
  process.exitCode = 1
}
