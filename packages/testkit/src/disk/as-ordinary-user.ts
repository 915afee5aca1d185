/** `nobody`, and its group, on every Linux. */
const ordinaryId = 65_534

/** Why nothing can be tried as a user without root's rights, or undefined when it can. */
export function findOrdinaryUserSkipReason(): string | undefined {
  if (process.getuid?.() !== 0) return undefined
  return process.seteuid === undefined ? 'root in a thread cannot be another user' : undefined
}

/**
 * Does `work` as a user whom permissions bind: root is `nobody` meanwhile, with the whole process; anybody else stays who
 * they are. Folders above what `work` uses must let everybody through.
 */
export async function asOrdinaryUser<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return work()
  process.setegid?.(ordinaryId)
  process.seteuid?.(ordinaryId)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
    process.setegid?.(0)
  }
}
