import { startEmulator } from '../emulator/start-emulator.ts'
import { banner } from './banner.ts'
import { readCommandLine, UsageError } from './read-command-line.ts'
import { requestLine } from './request-line.ts'
import { stopSignal } from './stop-signal.ts'
import { usage } from './usage.ts'

export interface Terminal {
  readonly print: (text: string) => void
  readonly printError: (text: string) => void
}

/**
 * Runs the program until a signal stops it.
 * @returns its exit code
 */
export async function runCommandLine(words: readonly string[], { print, printError }: Terminal): Promise<number> {
  try {
    const { wantsHelp, isQuiet, options } = readCommandLine(words)
    if (wantsHelp) {
      print(usage)
      return 0
    }
    const stopped = stopSignal()
    const log = isQuiet ? {} : { log: (entry: Parameters<typeof requestLine>[0]) => print(requestLine(entry)) }
    await using emulator = await startEmulator({ ...options, ...log })
    const [first] = options.buckets
    // So that a client which cannot send another Host than it connects to has a bucket as well.
    if (first !== undefined) emulator.addDomain(first.service, first.name, new URL(emulator.url).host)
    print(banner(emulator, options))
    await stopped
    return 0
  } catch (error) {
    const isUsage = error instanceof UsageError
    printError(`object-store-emulator: ${(error as Error).message}\n${isUsage ? '--help shows what there is.\n' : ''}`)
    return isUsage ? 2 : 1
  }
}
