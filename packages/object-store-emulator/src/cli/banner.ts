import { defaultAccount } from '../accounts/account.ts'
import type { Emulator, EmulatorOptions } from '../emulator/emulator.ts'
import { fronts } from '../fronts/fronts.ts'
import { sampleConfiguration } from './sample-configuration.ts'

/** What the program says when it is ready: where it is, who may use it, and a first configuration to try. */
export function banner({ url }: Pick<Emulator, 'url'>, { accounts = [], buckets, folder }: EmulatorOptions): string {
  const account = accounts[0] ?? defaultAccount
  const [first] = buckets
  const hosts = buckets.map(({ service, name, region }) => `  ${fronts[service].bucketHost(name, region)}\n`).join('')
  return `The emulator of object stores is ready at ${url}, ${folder === undefined ? 'in memory' : `with its data in ${folder}`}
Buckets, by the Host header to send there:
${hosts}  ${new URL(url).host} (the first of them)
Access key: ${account.id}
Secret key: ${account.secret}
${account.token === undefined ? '' : `Token:      ${account.token}\n`}Admin API:  ${url}/_emulator/requests
${first === undefined ? '' : `\nTo try a registry on it:\n\n${sampleConfiguration(url, first, account)}`}
`
}
