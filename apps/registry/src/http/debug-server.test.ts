import { expect, it } from 'vitest'
import { DriverError } from '@moorage/driver-core'
import { createMemoryDriver } from '@moorage/driver-memory'
import { createFailingStore } from '../testing/failing-store.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'

const addressOf = async (registry: TestRegistry): Promise<string> =>
  /http:[^"]+/.exec(await registry.hasLogged('state and metrics at'))?.[0] ?? ''

it('answers the state at /debug/health, and nothing else where no metrics are wanted', async () => {
  await using registry = await startTestRegistry({ http: { debug: { addr: '127.0.0.1:0' } } })
  const address = await addressOf(registry)
  const health = await fetch(`${address}/debug/health`)
  expect(health.status).toBe(200)
  expect(await health.json()).toEqual({})
  expect((await fetch(`${address}/metrics`)).status).toBe(404)
  expect((await fetch(`${address}/v2/`)).status).toBe(404)
  expect((await fetch(`${address}/debug/health`, { method: 'POST' })).status).toBe(405)
})

it('answers metrics at the path that is configured', async () => {
  const debug = { addr: '127.0.0.1:0', prometheus: { enabled: true, path: '/numbers' } }
  await using registry = await startTestRegistry({ http: { debug } })
  const response = await fetch(`${await addressOf(registry)}/numbers`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toContain('text/plain')
  expect(await response.text()).toMatch(/^process_resident_memory_bytes \d+$/m)
})

it('says what fails', async () => {
  await using memory = createMemoryDriver()
  const store = createFailingStore(memory)
  const health = { storagedriver: { enabled: true, interval: '10ms', threshold: 1 } }
  const http = { debug: { addr: '127.0.0.1:0' } }
  await using registry = await startTestRegistry({ health, http }, { driver: store.driver })
  store.fail(() => new DriverError({ code: 'UNAVAILABLE', driver: 'test', message: 'the store is down' }))
  await registry.hasLogged('the store does not answer')
  const response = await fetch(`${await addressOf(registry)}/debug/health`)
  expect(response.status).toBe(503)
  expect(await response.json()).toHaveProperty('storagedriver')
})
