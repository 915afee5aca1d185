import { defaultAccount } from '../accounts/account.ts'
import type { Emulator, EmulatorOptions } from '../emulator/emulator.ts'

/** What the program says when it is ready: where it is, who may use it, and a first configuration to try. */
export function banner({ url }: Pick<Emulator, 'url'>, { accounts = [], buckets, folder }: EmulatorOptions): string {
  const { id, secret, token } = accounts[0] ?? defaultAccount
  const [first] = buckets
  const hosts = buckets.map(({ name, region }) => `  ${name}.cos.${region}.myqcloud.com`).join('\n')
  return `The emulator of object stores is ready at ${url}, ${folder === undefined ? 'in memory' : `with its data in ${folder}`}
Buckets, by the Host header to send there:
${hosts}
  ${new URL(url).host} (the first of them)
Access key: ${id}
Secret key: ${secret}
${token === undefined ? '' : `Token:      ${token}\n`}Admin API:  ${url}/_emulator/requests

To try a registry on it:

  storage:
    cos:
      secretid: ${id}
      secretkey: ${secret}
      region: ${first?.region}
      bucket: ${first?.name}
      endpoint: ${url}
      redirectendpoint: ${url}

`
}
