import { expect, test } from 'vitest'
import type { Emulator } from '../emulator/emulator.ts'
import { type FetchOptions, signedFetch } from '../fronts/cos/testing/signed-fetch.ts'
import { Bucket, Region, startCos } from '../fronts/cos/testing/start-cos.ts'

const tries = 5

/** What a careful client does: it tries again after whatever is no whole answer. */
async function fetchWithTries(
  emulator: Emulator,
  options: FetchOptions,
  isWhole: (text: string) => boolean,
): Promise<number> {
  for (let number = 1; number <= tries; number += 1) {
    const answer = await signedFetch(emulator, options).catch(() => undefined)
    if (answer !== undefined && answer.status < 400 && isWhole(answer.text)) return number
  }
  throw new Error(`${options.method ?? 'GET'} ${options.key} did not get through`)
}

test('a client with five tries gets through whatever a schedule does to it', async () => {
  await using emulator = await startCos()
  const schedule = emulator.faults.schedule({ seed: 11, rate: 0.6, stallMs: 5 })
  const copies = { 'x-cos-copy-source': `${Bucket}.cos.${Region}.myqcloud.com/source` }
  await emulator.bucket('cos', Bucket).put('source', 'hello')
  const clients = Array.from({ length: 8 }, async (_, client) => {
    for (let number = 0; number < 10; number += 1) {
      const key = `${client}/${number}`
      await fetchWithTries(emulator, { method: 'PUT', key, body: 'x'.repeat(2000) }, () => true)
      await fetchWithTries(emulator, { key }, (text) => text.length === 2000)
      await fetchWithTries(emulator, { method: 'PUT', key: `copy of ${key}`, body: '', headers: copies }, (text) =>
        text.includes('</CopyObjectResult>'),
      )
      // The second of these is the same call for all clients.
      for (const prefix of [key, '']) {
        await fetchWithTries(emulator, { key: '', query: { prefix } }, (text) => text.endsWith('</ListBucketResult>'))
      }
    }
  })
  await Promise.all(clients)
  const [report] = emulator.faults.list()
  expect(report?.fired).toBe(schedule.fired)
  expect(Object.keys(report?.firedByKind ?? {})).toHaveLength(11)
  expect(emulator.bucket('cos', Bucket).objects()).toHaveLength(161)
})
