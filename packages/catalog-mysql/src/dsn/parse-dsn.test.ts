import { describe, expect, test } from 'vitest'
import { type Dsn, parseDsn } from './parse-dsn.ts'

const none: Dsn = { user: '', password: '', network: '', address: '', database: '', parameters: [] }

describe('a DSN is taken apart where the Go driver does it', () => {
  // The cases of github.com/go-sql-driver/mysql's dsn_test.go, and more of the kind.
  test.each<[string, Partial<Dsn>]>([
    [
      'username:password@protocol(address)/dbname?param=value',
      {
        user: 'username',
        password: 'password',
        network: 'protocol',
        address: 'address',
        database: 'dbname',
        parameters: [['param', 'value']],
      },
    ],
    [
      'user@unix(/path/to/socket)/dbname?charset=utf8',
      {
        user: 'user',
        network: 'unix',
        address: '/path/to/socket',
        database: 'dbname',
        parameters: [['charset', 'utf8']],
      },
    ],
    [
      'user:p@ss(word)@tcp([de:ad:be:ef::ca:fe]:80)/dbname?loc=Local',
      {
        user: 'user',
        password: 'p@ss(word)',
        network: 'tcp',
        address: '[de:ad:be:ef::ca:fe]:80',
        database: 'dbname',
        parameters: [['loc', 'Local']],
      },
    ],
    ['/dbname', { database: 'dbname' }],
    ['/dbname%2Fwithslash', { database: 'dbname/withslash' }],
    ['/a+b%20c', { database: 'a+b c' }],
    ['@/', {}],
    ['/', {}],
    ['', {}],
    ['user:p@/ssword@/', { user: 'user', password: 'p@/ssword' }],
    ['user:a:b?c/d@e@tcp(h)/n', { user: 'user', password: 'a:b?c/d@e', network: 'tcp', address: 'h', database: 'n' }],
    ['user:@/n', { user: 'user', database: 'n' }],
    [':secret@/n', { password: 'secret', database: 'n' }],
    ['unix/?arg=%2Fsome%2Fpath.ext', { network: 'unix', parameters: [['arg', '%2Fsome%2Fpath.ext']] }],
    ['tcp(127.0.0.1)/dbname', { network: 'tcp', address: '127.0.0.1', database: 'dbname' }],
    ['tcp(de:ad:be:ef::ca:fe)/dbname', { network: 'tcp', address: 'de:ad:be:ef::ca:fe', database: 'dbname' }],
    ['net()/', { network: 'net' }],
    [
      '/n?a=1&b&c=&=d&e=f=g',
      {
        database: 'n',
        parameters: [
          ['a', '1'],
          ['c', ''],
          ['', 'd'],
          ['e', 'f=g'],
        ],
      },
    ],
    ['/n?', { database: 'n' }],
  ])('%s', (dsn, expected) => {
    expect(parseDsn(dsn)).toEqual({ ...none, ...expected })
  })
})

describe('a DSN that the Go driver refuses is refused', () => {
  test.each([
    ['@net(addr/', 'the parenthesis around the address is not closed'],
    ['@tcp(/', 'is not closed'],
    ['tcp(/', 'is not closed'],
    ['(/', 'is not closed'],
    ['net(addr)//', 'something between the address and the last slash'],
    ['user:pass@tcp(127.0.0.1:3306)/db/name', 'something between the address and the last slash'],
    ['user:pass@tcp(127.0.0.1:3306)/name?loc=Europe/Paris', 'such as loc=Europe%2FParis'],
    ['User:pass@tcp(1.2.3.4:3306)', 'no slash'],
    ['secret', 'no slash'],
    ['/100%', 'write it as %25'],
    ['mysql://user:pass@127.0.0.1:3306/name', 'expected user:password@tcp(host:port)/database'],
  ])('%s', (dsn, message) => {
    expect(() => parseDsn(dsn)).toThrow(message)
  })
})
