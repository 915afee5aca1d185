import { DriverError } from '@moorage/driver-core'
import { expect, it } from 'vitest'
import { ConfigurationError } from '../config/configuration-error.ts'
import { startErrorText } from './start-error.ts'

function systemError(code: string, details: object): Error {
  return Object.assign(new Error(`${code}: as the system says`), { code, syscall: 'listen', ...details })
}

it.each([
  [systemError('EADDRINUSE', { port: 5000 }), 'port 5000 is in use by another program'],
  [systemError('EADDRINUSE', { address: '/run/a.sock' }), '/run/a.sock is in use by another program'],
  [
    systemError('EADDRINUSE', { port: 5000 }),
    'choose another address with http.addr or REGISTRY_HTTP_ADDR, such as :5001',
  ],
  [systemError('EACCES', { port: 80 }), 'port 80 may not be listened at: choose a port of 1024 or more'],
  [systemError('EADDRNOTAVAIL', { address: '10.9.8.7' }), '10.9.8.7 is no address of this machine'],
  [systemError('ENOTFOUND', { syscall: 'getaddrinfo' }), 'the host of http.addr is not known'],
  [systemError('ENOENT', { syscall: 'open', path: '/a.pem' }), 'there is no file /a.pem'],
  [systemError('EACCES', { syscall: 'open', path: '/a.pem' }), 'no permission to use /a.pem'],
  [systemError('EMFILE', { syscall: 'open' }), 'EMFILE: as the system says'],
  [
    new DriverError({ code: 'CONFIG_INVALID', driver: 'cos', message: 'parameter bucket: expected text' }),
    'the storage cannot be opened: cos: parameter bucket: expected text',
  ],
  [new Error('a', { cause: new Error('https://u:p@b/') }), 'a: https://***@b/'],
  ['text', 'text'],
])('%s', (error, text) => {
  expect(startErrorText(error)).toContain(text)
})

it('has a line for each problem of a configuration, and for what may have caused it', () => {
  const one = [{ path: 'http.addr', message: 'expected b' }]
  expect(startErrorText(new ConfigurationError(one))).toBe('http.addr: expected b')
  const two = [...one, { path: 'redis', message: 'is not supported yet' }]
  expect(startErrorText(new ConfigurationError(two, { warnings: ['REGISTRY_X has no effect'] }))).toBe(
    'the configuration cannot be used:\n  http.addr: expected b\n  redis is not supported yet\n  REGISTRY_X has no effect',
  )
})
