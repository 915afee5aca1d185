import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Certificate {
  /** A file in PEM; it is its own authority. */
  readonly certificate: string
  readonly key: string
}

/** Makes a certificate for `localhost` and 127.0.0.1 in a folder; undefined where openssl is not installed. */
export async function makeCertificate(folder: string): Promise<Certificate | undefined> {
  const certificate = join(folder, 'certificate.pem')
  const key = join(folder, 'key.pem')
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1'
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost']
  try {
    await run('openssl', [...request, '-addext', names, '-keyout', key, '-out', certificate])
    return { certificate, key }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
