import { describe, expect, it } from 'vitest'
import { addressProblem, hostProblem, normalizePrefix } from './http-address.ts'

describe('an address to listen at', () => {
  it.each([
    ':5000',
    'localhost:5000',
    '127.0.0.1:0',
    '[::1]:5000',
    '[fe80::1%eth0]:80',
    'registry_1.example.org:65535',
  ])('%s is one', (address) => {
    expect(addressProblem(address, 'tcp')).toBeUndefined()
  })

  it.each(['', '5000', 'localhost', ':', ':65536', ':http', '::1:5000', 'http://a:5000', 'a b:1', '[::1]'])(
    '%j is none',
    (address) => {
      expect(addressProblem(address, 'tcp')).toContain('expected host:port')
    },
  )

  it('has its colon suggested', () => {
    expect(addressProblem('5000', 'tcp')).toContain('did you mean :5000?')
  })

  it('is a path for a socket', () => {
    expect(addressProblem('/run/registry.sock', 'unix')).toBeUndefined()
    expect(addressProblem('registry.sock', 'unix')).toBeUndefined()
    expect(addressProblem(':5000', 'unix')).toBe('expected the path of a socket')
  })
})

describe("the registry's URL", () => {
  it.each(['', 'https://registry.example.org', 'http://localhost:5000', 'https://a.example/path/'])(
    '%j is one',
    (host) => {
      expect(hostProblem(host)).toBeUndefined()
    },
  )

  it.each([
    'registry.example.org',
    'localhost:5000',
    'ftp://a',
    'https://',
    'https:a',
    '/path',
    'https://a?b',
    'https://u@a',
  ])('%j is none', (host) => {
    expect(hostProblem(host)).toContain('expected a URL')
  })
})

describe('a prefix', () => {
  it.each([
    ['', ''],
    ['/', ''],
    ['/a/', '/a/'],
    ['a', '/a/'],
    ['/a/b', '/a/b/'],
    ['a/b/', '/a/b/'],
  ])('%j becomes %j', (prefix, normal) => {
    expect(normalizePrefix(prefix)).toBe(normal)
  })

  it.each(['//', '/a//b/', '/a b/', '/../', '/a?b/', '/%2e/'])('%j is none', (prefix) => {
    expect(normalizePrefix(prefix)).toBeUndefined()
  })
})
