import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Waits for the first signal that asks the process to stop. A second one ends it at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false
    const stop = (signal: (typeof signals)[number]): void => {
      if (isStopping) process.exit(128 + constants.signals[signal])
      isStopping = true
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
  })
}
