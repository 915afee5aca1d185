import type { ServerAddress } from '../options/connection-settings.ts'
import type { Dsn } from './parse-dsn.ts'
import { InvalidDsn } from './invalid-dsn.ts'

/** Where a DSN points to, with the Go driver's defaults. @throws InvalidDsn */
export function dsnAddress({ network, address }: Dsn): ServerAddress {
  const family = families[network]
  if (family !== undefined) return tcpAddress(address, family)
  if (network === 'unix') return { socket: address === '' ? '/tmp/mysql.sock' : address }
  throw new InvalidDsn(
    /^[a-z0-9+]+$/i.test(network)
      ? `the network ${network} is not known: expected tcp(host:port) or unix(/path/of/the/socket)`
      : 'there is no tcp(host:port) or unix(/path/of/the/socket) before the last slash; write slashes in parameters as %2F',
  )
}

const families: Readonly<Record<string, 0 | 4 | 6>> = { '': 0, tcp: 0, tcp4: 4, tcp6: 6 }

function tcpAddress(address: string, family: 0 | 4 | 6): ServerAddress {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(address)
  // More than one colon without brackets is an IPv6 address without a port.
  const simple = /^([^:]*)(?::([^:]*))?$/.exec(address)
  const [, host = address, port = '3306'] = bracketed ?? simple ?? []
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw new InvalidDsn('the port is no number from 1 to 65535')
  }
  return { host: host === '' ? (family === 6 ? '::1' : '127.0.0.1') : host, port: Number(port), family }
}
