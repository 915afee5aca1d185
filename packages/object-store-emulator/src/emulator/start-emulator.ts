import { defaultAccount } from '../accounts/account.ts'
import { answerAdminRequest, isAdminRequest } from '../admin/admin-api.ts'
import { Faults } from '../faults/faults.ts'
import { fronts } from '../fronts/fronts.ts'
import { handleRequest } from '../http/request-handler.ts'
import { RequestLog } from '../requests/request-log.ts'
import { openFolderStorage } from '../storage/folder-storage.ts'
import { createMemoryStorage } from '../storage/memory-storage.ts'
import { createBucketView } from './bucket-view.ts'
import { Buckets } from './buckets.ts'
import type { Emulator, EmulatorOptions } from './emulator.ts'
import { listen } from './listen.ts'

/** Starts a server on 127.0.0.1 that answers as the services would whose buckets it has. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { port = 0, accounts = [defaultAccount], limits = {}, folder, log = () => undefined } = options
  const storage = folder === undefined ? createMemoryStorage() : await openFolderStorage(folder)
  const { pieces } = storage
  const buckets = new Buckets()
  for (const bucket of options.buckets) {
    buckets.add(await storage.openBucket(bucket), bucket)
    for (const domain of bucket.domains ?? []) buckets.addDomain(bucket.service, bucket.name, domain)
  }
  await storage.tidy()
  const requests = new RequestLog()
  const faults = new Faults()
  const served = Object.values(fronts).filter(({ service }) =>
    options.buckets.some((bucket) => bucket.service === service),
  )
  const context = { fronts: served, accounts, buckets, pieces, limits, requests, faults, log }
  const listening = await listen(port, (message, response) =>
    isAdminRequest(message)
      ? answerAdminRequest(emulator, message, response)
      : handleRequest(context, message, response),
  )
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => (closed ??= listening.close().then(() => storage.close()))
  const emulator: Emulator = {
    url: `http://127.0.0.1:${listening.port}`,
    port: listening.port,
    requests,
    faults,
    bucket: (service, name) => createBucketView(buckets.get(service, name), pieces, fronts[service].usualStorageClass),
    addDomain: (service, bucketName, host) => buckets.addDomain(service, bucketName, host),
    close,
    [Symbol.asyncDispose]: close,
  }
  return emulator
}
