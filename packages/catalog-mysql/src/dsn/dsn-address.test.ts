import { describe, expect, test } from 'vitest'
import { dsnAddress } from './dsn-address.ts'
import { parseDsn } from './parse-dsn.ts'

const addressOf = (dsn: string): unknown => dsnAddress(parseDsn(dsn))

describe('an address has the defaults of the Go driver', () => {
  test.each([
    ['/db', { host: '127.0.0.1', port: 3306, family: 0 }],
    ['tcp/db', { host: '127.0.0.1', port: 3306, family: 0 }],
    ['tcp(db.example.com)/db', { host: 'db.example.com', port: 3306, family: 0 }],
    ['tcp(db.example.com:3307)/db', { host: 'db.example.com', port: 3307, family: 0 }],
    ['tcp(:3307)/db', { host: '127.0.0.1', port: 3307, family: 0 }],
    ['(db.example.com:3307)/db', { host: 'db.example.com', port: 3307, family: 0 }],
    ['tcp([::1]:3307)/db', { host: '::1', port: 3307, family: 0 }],
    ['tcp([::1])/db', { host: '::1', port: 3306, family: 0 }],
    ['tcp(::1)/db', { host: '::1', port: 3306, family: 0 }],
    ['tcp([fe80::1%eth0]:3306)/db', { host: 'fe80::1%eth0', port: 3306, family: 0 }],
    ['tcp4(localhost)/db', { host: 'localhost', port: 3306, family: 4 }],
    ['tcp6(localhost:3307)/db', { host: 'localhost', port: 3307, family: 6 }],
    ['tcp6/db', { host: '::1', port: 3306, family: 6 }],
    ['unix/db', { socket: '/tmp/mysql.sock' }],
    ['unix(/run/mysqld/mysqld.sock)/db', { socket: '/run/mysqld/mysqld.sock' }],
  ])('%s', (dsn, address) => {
    expect(addressOf(dsn)).toEqual(address)
  })
})

describe('an address that nobody can connect to is refused', () => {
  test.each([
    ['cloudsql(project:region:name)/db', 'the network cloudsql is not known'],
    ['net()/db', 'the network net is not known'],
    ['user:password@/db?connectionAttributes=attr1:/unescaped/value', 'write slashes in parameters as %2F'],
    ['tcp(host:mysql)/db', 'the port is no number'],
    ['tcp(host:0)/db', 'the port is no number'],
    ['tcp(host:65536)/db', 'the port is no number'],
    ['tcp([::1]:)/db', 'the port is no number'],
  ])('%s', (dsn, message) => {
    expect(() => addressOf(dsn)).toThrow(message)
  })
})
