import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { rememberChild } from '../support/cleanup.ts'
import type { LoadProcess } from './load-process.ts'
import { runWrk } from './wrk.ts'

const connections = 32

/** What the load generators reach where no registry holds them up, as text. */
export async function measureLimits(load: LoadProcess, seconds: number): Promise<string> {
  const responder = fork(join(import.meta.dirname, 'trivial-responder.ts'), { execArgv: [] })
  rememberChild(responder)
  const [port] = (await once(responder, 'message')) as [number]
  try {
    const wrk = await runWrk({ port, path: '/', connections, seconds }).catch(() => undefined)
    const read = (method: 'GET' | 'HEAD', path: string, clients: number) =>
      load.run({ operation: 'read', port, connections: clients, seconds, parameters: { method, path } })
    await read('GET', '/', connections)
    const get = await read('GET', '/', connections)
    const head = await read('HEAD', '/', connections)
    const large = await read('GET', '/large', 1)
    return [
      `wrk GET ${wrk === undefined ? 'not installed' : perSecond(wrk)}`,
      `ours GET ${perSecond(get)}`,
      `ours HEAD ${perSecond(head)}`,
      `ours large GET ${Math.round(large.receivedBytes / 1e6 / large.seconds).toLocaleString('en')} MB/s`,
    ].join(', ')
  } finally {
    responder.disconnect()
  }
}

function perSecond({ count, seconds: length }: { count: number; seconds: number }): string {
  return `${Math.round(count / length).toLocaleString('en')} requests/s`
}
