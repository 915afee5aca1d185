import { readFile, stat } from 'node:fs/promises'
import { DriverError } from '@moorage/driver-core'
import { driverName } from '../driver-name.ts'
import type { Credentials, CredentialSource } from './credentials.ts'
import { readCredentials } from './read-credentials.ts'

/** A key of a file that another program keeps up to date: it is read again whenever the file is another one. */
export function credentialFile(path: string): CredentialSource {
  let version: string | undefined
  let credentials: Credentials | undefined
  return async () => {
    try {
      const { mtimeMs, size, ino } = await stat(path)
      const found = `${mtimeMs} ${size} ${ino}`
      if (credentials !== undefined && found === version) return credentials
      const read = readCredentials(await readFile(path, 'utf8'))
      // A file that is being written is not whole yet: the key of before is good for some time.
      if (read === undefined) return credentials ?? fail(path, 'has no AccessKeyId and AccessKeySecret in JSON')
      credentials = read
      version = found
      return read
    } catch (error) {
      if (credentials !== undefined) return credentials
      if (error instanceof DriverError) throw error
      return fail(path, `cannot be read: ${(error as Error).message}`, error)
    }
  }
}

function fail(path: string, reason: string, cause?: unknown): never {
  const message = `the file ${path} of the parameter credentialfile ${reason}`
  throw new DriverError({ code: 'CONFIG_INVALID', driver: driverName, message, cause })
}
