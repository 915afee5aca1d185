import { type DriverErrorCode, isDriverError, type StorageDriver, type StorageEntry } from '@moorage/driver-core'
import { expect } from 'vitest'

/** Passes when `call` fails with a `DriverError` of one of `codes`, whose message begins with the driver's name. */
export async function expectError(
  driver: StorageDriver,
  call: Promise<unknown>,
  ...codes: readonly DriverErrorCode[]
): Promise<void> {
  const outcome: unknown = await call.then(
    () => 'the call succeeded',
    (error: unknown) => error,
  )
  if (!isDriverError(outcome)) throw new Error(`expected a DriverError ${codes.join(' or ')}`, { cause: outcome })
  expect(codes, outcome.message).toContain(outcome.code)
  expect(outcome.message.startsWith(`${driver.name}:`), outcome.message).toBe(true)
}

/** Passes when both are the same bytes; says where they differ and prints none of them. */
export function expectBytes(actual: Uint8Array, expected: Uint8Array): void {
  if (Buffer.compare(actual, expected) === 0) return
  let index = 0
  while (index < actual.length && actual[index] === expected[index]) index += 1
  expect.fail(`${actual.length} bytes differ from the expected ${expected.length} from byte ${index} on`)
}

/** All bytes of a stream. */
export async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return Buffer.concat(await Array.fromAsync(stream))
}

/** The paths of `entries`, in their order. */
export async function pathsOf(entries: AsyncIterable<StorageEntry>): Promise<string[]> {
  const paths: string[] = []
  for await (const entry of entries) paths.push(entry.path)
  return paths
}

/** Consumes `entries`, as a promise that fails where they do. */
export async function drain(entries: AsyncIterable<StorageEntry>): Promise<void> {
  for await (const entry of entries) void entry
}

/** Yields `chunks`, each in a turn of its own, as a socket would. */
export async function* sourceOf(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, void, void> {
  for (const chunk of chunks) {
    await new Promise(setImmediate)
    yield chunk
  }
}

/** The bytes of a text. */
export function text(content: string): Uint8Array {
  return Buffer.from(content)
}
