import { describe, expect, test } from 'vitest'
import { maskDsn } from './mask-dsn.ts'

describe('the password is masked, even where the DSN cannot be read', () => {
  test.each([
    ['user:secret@tcp(127.0.0.1:3306)/db?loc=Local', 'user:***@tcp(127.0.0.1:3306)/db?loc=Local'],
    ['user:se@c:r/e?t@tcp(127.0.0.1:3306)/db', 'user:***@tcp(127.0.0.1:3306)/db'],
    ['user:secret@tcp(127.0.0.1:3306', 'user:***@tcp(127.0.0.1:3306'],
    ['user:secret', 'user:***'],
    ['user:secret/db', 'user:***'],
    ['mysql://user:secret@host/db', 'mysql:***@host/db'],
    ['user@tcp(127.0.0.1:3306)/db', 'user@tcp(127.0.0.1:3306)/db'],
    ['user@unix(/run/db.sock)/db', 'user@unix(/run/db.sock)/db'],
    ['/db?password=secret&a=b&Passwd=secret', '/db?password=***&a=b&Passwd=***'],
    ['', ''],
  ])('%s', (dsn, shown) => {
    expect(maskDsn(dsn)).toBe(shown)
  })
})
