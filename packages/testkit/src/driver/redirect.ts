import type { DriverCapabilities } from '@moorage/driver-core'
import { expect } from 'vitest'
import { seededBytes } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'
import { expectBytes, text } from './expectations.ts'

const noRedirect = (capabilities: DriverCapabilities): string | undefined =>
  capabilities.redirect ? undefined : 'the store has no URLs for clients'

export const redirectCases: readonly DriverCase[] = [
  {
    title: 'a store without URLs for clients says so',
    impossible: (capabilities) => (capabilities.redirect ? 'the store has URLs for clients' : undefined),
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('x'))
      expect(await driver.redirectUrl(`${folder}/file`, { method: 'GET' })).toBeUndefined()
      expect(await driver.redirectUrl(`${folder}/file`, { method: 'HEAD' })).toBeUndefined()
    },
  },
  {
    title: 'the URL for GET gives the bytes to whoever has it',
    impossible: noRedirect,
    async run({ driver, folder }) {
      const content = seededBytes(30, 100_000)
      const path = `${folder}/names.with-all_LETTERS/file`
      await driver.putContent(path, content)
      const url = await driver.redirectUrl(path, { method: 'GET' })
      if (url === undefined) expect.fail('the capabilities promise a URL')
      const response = await fetch(url)
      expect(response.status).toBe(200)
      expectBytes(new Uint8Array(await response.arrayBuffer()), content)
    },
  },
  {
    title: 'the URL for GET gives a range of the bytes',
    impossible: noRedirect,
    async run({ driver, folder }) {
      const content = seededBytes(31, 100_000)
      await driver.putContent(`${folder}/file`, content)
      const url = await driver.redirectUrl(`${folder}/file`, { method: 'GET', expiresInSeconds: 60 })
      if (url === undefined) expect.fail('the capabilities promise a URL')
      const response = await fetch(url, { headers: { range: 'bytes=10-19' } })
      expect(response.status).toBe(206)
      expectBytes(new Uint8Array(await response.arrayBuffer()), content.subarray(10, 20))
    },
  },
  {
    title: 'the URL for HEAD answers the length',
    impossible: noRedirect,
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, seededBytes(32, 12_345))
      const url = await driver.redirectUrl(`${folder}/file`, { method: 'HEAD' })
      if (url === undefined) expect.fail('the capabilities promise a URL')
      const response = await fetch(url, { method: 'HEAD' })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-length')).toBe('12345')
    },
  },
]
