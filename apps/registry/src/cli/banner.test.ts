import { expect, it } from 'vitest'
import { parseConfiguration } from '../config/default-configuration.ts'
import { banner } from './banner.ts'

it('says where the registry is, where it stores, and a first push to try', () => {
  const configuration = parseConfiguration({ storage: { filesystem: { rootdirectory: '/srv/images' } } })
  expect(banner('http://127.0.0.1:5000', configuration, '/etc/config.yml').split('\n')).toEqual([
    expect.stringMatching(/^Moorage \d+\.\d+\.\d+\S* is ready at http:\/\/127\.0\.0\.1:5000$/),
    'Storage: filesystem in /srv/images, by /etc/config.yml',
    'Try it: docker tag alpine 127.0.0.1:5000/alpine && docker push 127.0.0.1:5000/alpine',
    '',
  ])
})

it('shows no parameter of the driver but its folder or bucket', () => {
  const cos = parseConfiguration({ storage: { cos: { secretkey: 'hunter2', bucket: 'images-1', rootdirectory: 'a' } } })
  expect(banner('http://127.0.0.1:5000', cos, 'the built-in default')).toContain(
    'Storage: cos in images-1, by the built-in',
  )
  expect(banner('http://127.0.0.1:5000', cos, 'the built-in default')).not.toContain('hunter2')
})

it('asks a socket with curl', () => {
  const configuration = parseConfiguration({ storage: 'inmemory' })
  expect(banner('unix:/run/a.sock', configuration, 'a')).toContain(
    'Try it: curl --unix-socket /run/a.sock http://localhost/v2/',
  )
})
