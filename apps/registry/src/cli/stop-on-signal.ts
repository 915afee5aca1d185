import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Waits for the first signal that asks the process to stop. A second one ends the process at once,
 * with the exit code that shells give to a process that a signal ended.
 */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isStopping = false
    const stop = (signal: (typeof signals)[number]): void => {
      if (isStopping) process.exit(128 + constants.signals[signal])
      isStopping = true
      resolve(signal)
    }
    for (const signal of signals) process.on(signal, stop)
  })
}
