/**
 * Waits for all of several changes, also when one fails: what goes on behind an error could undo what the caller does about it.
 * @throws the first failure
 */
export async function allDone(changes: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(changes)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
