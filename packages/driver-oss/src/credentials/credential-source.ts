import type { OssOptions } from '../options.ts'
import { credentialFile } from './credential-file.ts'
import type { CredentialSource } from './credentials.ts'

/** The key that the parameters name. */
export function credentialSource(options: OssOptions): CredentialSource {
  const { accesskeyid, accesskeysecret, ststoken, credentialfile } = options
  if (credentialfile !== undefined) return credentialFile(credentialfile)
  const credentials = { accessKeyId: accesskeyid, accessKeySecret: accesskeysecret, stsToken: ststoken }
  return () => credentials
}
