import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defaultAccount } from '../accounts/account.ts'
import { Bucket } from '../engine/bucket.ts'
import { Pieces } from '../engine/pieces.ts'
import { Faults } from '../faults/faults.ts'
import { cosFront } from '../fronts/cos/cos-front.ts'
import type { Service } from '../fronts/service.ts'
import { handleRequest, type RequestContext } from '../http/request-handler.ts'
import { RequestLog } from '../requests/request-log.ts'
import { noJournal } from '../storage/journal.ts'
import { MemoryPieceStore } from '../storage/memory-piece-store.ts'
import { createBucketView } from './bucket-view.ts'
import { Buckets } from './buckets.ts'
import type { Emulator, EmulatorOptions } from './emulator.ts'

/** Starts a server on 127.0.0.1 that answers as the services would whose buckets it has. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { port = 0, accounts = [defaultAccount], limits = {}, log = () => undefined } = options
  const pieces = new Pieces(new MemoryPieceStore())
  const buckets = new Buckets()
  for (const { service, name, region, domains = [] } of options.buckets) {
    buckets.add(service, new Bucket(name, region, pieces, noJournal))
    for (const domain of domains) buckets.addDomain(service, name, domain)
  }
  const requests = new RequestLog()
  const faults = new Faults()
  const context: RequestContext = { fronts: [cosFront], accounts, buckets, pieces, limits, requests, faults, log }
  const server = await listen(context, port)
  const address = server.address() as AddressInfo

  const close = async (): Promise<void> => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    faults,
    bucket: (service: Service, name: string) => {
      const bucket = buckets.find(service, name)
      if (bucket === undefined) throw new Error(`There is no bucket ${name} of ${service}`)
      return createBucketView(bucket, pieces)
    },
    addDomain: (service, bucketName, host) => buckets.addDomain(service, bucketName, host),
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function listen(context: RequestContext, port: number): Promise<ReturnType<typeof createServer>> {
  const answer = (message: IncomingMessage, response: ServerResponse): void =>
    void handleRequest(context, message, response)
  // Uploads may take as long as they like, and connections stay open longer than any client of a test waits between two requests.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 120_000 }, answer)
  // Without this, Node would ask for the body before the signature was looked at.
  server.on('checkContinue', answer)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}
