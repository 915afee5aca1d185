import { DriverError } from '../driver-error.ts'
import type { StoragePath } from '../storage-path.ts'

/** The error of a call that its caller's signal ended. */
export function aborted(driver: string, path: StoragePath, signal: AbortSignal): DriverError {
  return new DriverError({ code: 'ABORTED', driver, path, message: 'the call was aborted', cause: signal.reason })
}

/** @throws DriverError `ABORTED` when the signal was given already */
export function throwIfAborted(driver: string, path: StoragePath, signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw aborted(driver, path, signal)
}

/**
 * Yields what `source` yields and throws the signal's reason as soon as it is given, even while `source` is silent.
 * The source is told to end, without waiting for it: one that is stuck could not answer. A stream that waits for
 * bytes does not hear it either; whoever gives the signal must destroy the stream.
 */
export function untilAborted<Item>(source: AsyncIterable<Item>, signal: AbortSignal | undefined): AsyncIterable<Item> {
  // Nothing stands between the two then: each step of a generator costs as much as a small write.
  return signal === undefined ? source : interrupted(source, signal)
}

async function* interrupted<Item>(source: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item, void, void> {
  const iterator = source[Symbol.asyncIterator]()
  let interrupt: ((reason: unknown) => void) | undefined
  const onAbort = (): void => interrupt?.(signal.reason)
  signal.addEventListener('abort', onAbort)
  let exhausted = false
  try {
    for (;;) {
      signal.throwIfAborted()
      const result = await new Promise<IteratorResult<Item, unknown>>((resolve, reject) => {
        interrupt = reject
        iterator.next().then(resolve, reject)
      })
      if (result.done === true) {
        exhausted = true
        return
      }
      yield result.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    if (!exhausted) iterator.return?.().catch(() => undefined)
  }
}
