// Stores a file in Tencent COS and reads it back, in a program that is no registry.
import { createDriver, isDriverError } from '@moorage/driver-core'
import cos from '@moorage/driver-cos'

const { COS_SECRET_ID, COS_SECRET_KEY, COS_REGION, COS_BUCKET, COS_ENDPOINT } = process.env

try {
  // Checks the parameters and asks the bucket for one key, so that what is wrong is said here and not later.
  await using driver = await createDriver(cos, {
    secretid: COS_SECRET_ID,
    secretkey: COS_SECRET_KEY,
    region: COS_REGION,
    bucket: COS_BUCKET,
    ...(COS_ENDPOINT && { endpoint: COS_ENDPOINT }),
    rootdirectory: '/example',
  })

  const writer = await driver.createWriter('/greetings/hello', { resumable: false })
  await writer.write(Buffer.from('Hello, '))
  await writer.write(Buffer.from('COS!'))
  // Nobody sees the file before.
  await writer.commit()

  for await (const entry of driver.walk('/')) console.log(entry.kind, entry.path)

  for await (const chunk of await driver.createReader('/greetings/hello', { offset: 7 })) console.log(String(chunk))

  const url = await driver.redirectUrl('/greetings/hello', { method: 'GET', expiresInSeconds: 60 })
  console.log('For a minute anybody may fetch it from', url?.host)

  await driver.delete('/greetings')
} catch (error) {
  // Every failure has a code and a sentence, and what COS answered is its cause.
  if (!isDriverError(error)) throw error
  console.error(error.code, error.message, error.requestId ?? '')
  process.exitCode = 1
}
