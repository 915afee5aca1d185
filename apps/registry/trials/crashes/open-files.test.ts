import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Answer, ConnectionLostError, type HttpClient } from './support/http-client.ts'
import { closeUpload, patchUpload, postBlob, randomBlob, uploadStatus } from './support/simple-pushes.ts'
import { TrialStore } from './support/trial-registry.ts'

const chunkBytes = 50_000
/** Clients at the same time: some leave too few handles for files, others too few for connections. */
const waves = [10, 20, 25, 30, 40, 300, 10]

let store: TrialStore

beforeEach(async () => {
  store = await TrialStore.create()
})
afterEach(() => store[Symbol.asyncDispose]())

it('a process without file handles refuses for a while, and loses nothing that it acknowledged', async () => {
  const { daemon } = await store.start({ openFiles: 64 })
  const pushes: LoadedPush[] = []
  for (const clients of waves) {
    using client = store.connect(daemon)
    pushes.push(...(await Promise.all(Array.from({ length: clients }, () => pushUnderLoad(client)))))
  }
  const failures = pushes.flatMap((push) => push.failure ?? [])
  expect(pushes.filter((push) => push.isDone)).not.toEqual([])
  // The load was large enough to use up the handles.
  expect(failures).not.toEqual([])
  expect(failures.filter((failure) => failure !== 'connection lost' && !isTemporary(failure)).map(describe)).toEqual([])
  const later = store.connect(daemon)
  for (const push of pushes.filter(({ isDone, acknowledgedBytes }) => !isDone && acknowledgedBytes > 0)) {
    await finish(later, push)
  }
  for (const { blob } of pushes.filter(({ isDone, acknowledgedBytes }) => isDone || acknowledgedBytes > 0)) {
    const read = await later.send('GET', `/v2/team/app/blobs/${blob.digest}`)
    expect(read.body.equals(blob.bytes)).toBe(true)
  }
  expect((await postBlob(later, 'team/app', randomBlob(1000).bytes)).status).toBe(201)
  expect(await daemon.stop('SIGTERM')).toBe(0)
})

interface LoadedPush {
  readonly blob: ReturnType<typeof randomBlob>
  readonly location: string
  readonly acknowledgedBytes: number
  readonly isDone: boolean
  readonly failure?: Answer | 'connection lost'
}

/** Pushes a blob in three requests, and gives up at the first failure. */
async function pushUnderLoad(client: HttpClient): Promise<LoadedPush> {
  const blob = randomBlob(2 * chunkBytes)
  let state: LoadedPush = { blob, location: '', acknowledgedBytes: 0, isDone: false }
  try {
    const begun = await client.send('POST', '/v2/team/app/blobs/uploads/')
    if (begun.status !== 202) return { ...state, failure: begun }
    state = { ...state, location: begun.headers.location ?? '' }
    const appended = await patchUpload(client, state.location, blob.bytes.subarray(0, chunkBytes))
    if (appended.status !== 202) return { ...state, failure: appended }
    state = { ...state, location: appended.headers.location ?? '', acknowledgedBytes: chunkBytes }
    const closed = await closeUpload(client, state.location, blob.digest, blob.bytes.subarray(chunkBytes))
    return closed.status === 201 ? { ...state, isDone: true } : { ...state, failure: closed }
  } catch (error) {
    if (error instanceof ConnectionLostError) return { ...state, failure: 'connection lost' }
    throw error
  }
}

async function finish(client: HttpClient, { blob, location, acknowledgedBytes }: LoadedPush): Promise<void> {
  const status = await client.send('GET', location)
  // Where the closing request got far enough, the upload is over, and the request may be repeated.
  const size = status.status === 404 ? acknowledgedBytes : (await uploadStatus(client, location)).size
  expect(size).toBeGreaterThanOrEqual(acknowledgedBytes)
  const next = status.headers.location ?? location
  expect((await closeUpload(client, next, blob.digest, blob.bytes.subarray(size))).status).toBe(201)
}

function describe(failure: Answer | 'connection lost'): string {
  return failure === 'connection lost' ? failure : `${failure.status}: ${failure.body.toString('utf8')}`
}

/** An answer that tells the client to come again. */
function isTemporary({ status, headers }: Answer): boolean {
  return (status === 429 || status === 503) && /^[1-9]\d*$/.test(headers['retry-after'] ?? '')
}
