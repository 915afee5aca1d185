import type { Account } from '../accounts/account.ts'
import type { BucketOptions } from '../emulator/emulator.ts'
import type { Service } from '../fronts/service.ts'

/** The configuration of a registry that keeps its store in the bucket. */
export function sampleConfiguration(url: string, bucket: BucketOptions, account: Account): string {
  const parameters = drivers[bucket.service](url, bucket, account)
  const lines = parameters.map(([name, value]) => `    ${name}: ${value}\n`)
  return `storage:\n  ${bucket.service}:\n${lines.join('')}`
}

type Parameters = (url: string, bucket: BucketOptions, account: Account) => [name: string, value: string][]

const drivers: Readonly<Record<Service, Parameters>> = {
  cos: (url, { name, region }, { id, secret, token }) => [
    ['secretid', id],
    ['secretkey', secret],
    ...(token === undefined ? [] : [['sessiontoken', token] satisfies [string, string]]),
    ['region', region],
    ['bucket', name],
    ['endpoint', url],
    ['redirectendpoint', url],
  ],
  oss: (url, { name, region }, { id, secret, token }) => [
    ['accesskeyid', id],
    ['accesskeysecret', secret],
    ...(token === undefined ? [] : [['ststoken', token] satisfies [string, string]]),
    ['region', region],
    ['bucket', name],
    ['endpoint', url],
    ['redirectendpoint', url],
  ],
  s3: (url, { name, region }, { id, secret, token }) => [
    ['accesskey', id],
    ['secretkey', secret],
    ...(token === undefined ? [] : [['sessiontoken', token] satisfies [string, string]]),
    ['region', region],
    ['bucket', name],
    ['regionendpoint', url],
  ],
  scs: (url, { name, region }, { id, secret }) => [
    ['accesskey', id],
    ['secretkey', secret],
    ['region', region],
    ['bucket', name],
    ['endpoint', url],
  ],
}
