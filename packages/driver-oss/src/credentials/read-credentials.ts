import type { Credentials } from './credentials.ts'

/**
 * Reads a key as Aliyun's tools write it: what the metadata of an ECS instance answers for a RAM role, what `AssumeRole` of STS does (below
 * `Credentials`), and what programs print for the command line `aliyun` in its mode `External`.
 * @returns undefined for anything else
 */
export function readCredentials(text: string): Credentials | undefined {
  const document = fieldsOf(parse(text))
  const fields = { ...document, ...fieldsOf(document['Credentials']) }
  const accessKeyId = textOf(fields['AccessKeyId'] ?? fields['access_key_id'])
  const accessKeySecret = textOf(fields['AccessKeySecret'] ?? fields['access_key_secret'])
  const stsToken = textOf(fields['SecurityToken'] ?? fields['sts_token'])
  const expiration = Date.parse(textOf(fields['Expiration']) ?? '')
  if (accessKeyId === undefined || accessKeySecret === undefined) return undefined
  return {
    accessKeyId,
    accessKeySecret,
    ...(stsToken !== undefined && { stsToken }),
    ...(!Number.isNaN(expiration) && { expiresAt: new Date(expiration) }),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
