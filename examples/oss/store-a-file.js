// Stores a file in Aliyun OSS and reads it back, in a program that is no registry.
import { createDriver, isDriverError } from '@moorage/driver-core'
import oss from '@moorage/driver-oss'

const { OSS_ACCESS_KEY_ID, OSS_ACCESS_KEY_SECRET, OSS_REGION, OSS_BUCKET, OSS_ENDPOINT } = process.env

try {
  // Checks the parameters and asks the bucket for one key, so that what is wrong is said here and not later.
  await using driver = await createDriver(oss, {
    accesskeyid: OSS_ACCESS_KEY_ID,
    accesskeysecret: OSS_ACCESS_KEY_SECRET,
    region: OSS_REGION,
    bucket: OSS_BUCKET,
    ...(OSS_ENDPOINT && { endpoint: OSS_ENDPOINT }),
    rootdirectory: '/example',
  })

  const writer = await driver.createWriter('/greetings/hello')
  await writer.write(Buffer.from('Hello, '))
  // Kept in the bucket: any process with these parameters may go on.
  await writer.close()

  const later = await driver.createWriter('/greetings/hello', { append: true })
  await later.write(Buffer.from('OSS!'))
  // Nobody sees the file before.
  await later.commit()

  console.log(String(await driver.getContent('/greetings/hello')))

  await driver.move('/greetings/hello', '/greetings/moved')
  for await (const entry of driver.list('/greetings')) console.log(entry.kind, entry.path)

  const url = await driver.redirectUrl('/greetings/moved', { method: 'GET', expiresInSeconds: 60 })
  console.log('For a minute anybody may fetch it from', url?.host)

  await driver.delete('/greetings')
} catch (error) {
  // Every failure has a code and a sentence, and what OSS answered is its cause.
  if (!isDriverError(error)) throw error
  console.error(error.code, error.message, error.requestId ?? '')
  process.exitCode = 1
}
