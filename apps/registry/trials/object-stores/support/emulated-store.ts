import { createDriver, type StorageDriver } from '@moorage/driver-core'
import { type BucketView, defaultAccount, type Emulator, startEmulator } from '@moorage/object-store-emulator'
import type { StoreKind } from './store-kinds.ts'

/** A bucket of an emulated service, with what a registry needs to use it. */
export interface EmulatedStore extends AsyncDisposable {
  readonly kind: StoreKind
  readonly emulator: Emulator
  readonly bucket: BucketView
  /** Of the driver. Clients that are sent to the store find the emulator, too. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  /** Opens a driver of its own, as another program would. */
  open(): Promise<StorageDriver>
}

/** The smallest parts, so that uploads of some megabytes have several. */
export const chunkSizeBytes: number = 5 * 1024 * 1024

/** Starts a service with one empty bucket. */
export async function startEmulatedStore(kind: StoreKind): Promise<EmulatedStore> {
  const { name, bucket, region, keyParameters } = kind
  const emulator = await startEmulator({ buckets: [{ service: name, name: bucket, region }] })
  emulator.addDomain(name, bucket, `127.0.0.1:${emulator.port}`)
  const parameters = {
    [keyParameters.id]: defaultAccount.id,
    [keyParameters.secret]: defaultAccount.secret,
    region,
    bucket,
    chunksize: chunkSizeBytes,
    endpoint: emulator.url,
    redirectendpoint: emulator.url,
  }
  return {
    kind,
    emulator,
    bucket: emulator.bucket(name, bucket),
    parameters,
    open: () => createDriver(name, parameters, {}, { from: [import.meta.url] }),
    [Symbol.asyncDispose]: () => emulator.close(),
  }
}
