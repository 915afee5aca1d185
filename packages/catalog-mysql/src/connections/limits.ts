/** The longest time that a timer takes: one that is longer ends at once. */
const longestTimerMs = 2_147_483_647

/** What ends a call before its time. */
export interface Limits {
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

/** The call's signal was given. */
export class CallEnded extends Error {
  override readonly name = 'CallEnded'
}

/** The database did not answer in time. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong'
}

/**
 * What `work` gives, unless a limit is reached first.
 * @param giveUp called then; it frees what the work holds
 * @throws CallEnded, TookTooLong
 */
export async function withLimits<Result>(
  work: Promise<Result>,
  what: string,
  { signal, timeoutMs }: Limits,
  giveUp: () => void,
): Promise<Result> {
  const limit = Promise.withResolvers<never>()
  let ending: Error | undefined
  const end = (reason: Error): void => {
    ending ??= reason
    giveUp()
    limit.reject(reason)
  }
  const abort = (): void => end(new CallEnded('the call was ended'))
  const timerMs = Math.min(timeoutMs, longestTimerMs)
  const timer = setTimeout(() => end(new TookTooLong(`${what} took longer than ${timeoutMs} ms`)), timerMs)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    const result = await Promise.race([work, limit.promise])
    // The work was done in the very moment of the limit: what it holds was freed.
    if (ending !== undefined) throw ending
    return result
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}
