import { loadConfiguration } from '../config/load-configuration.ts'
import { createRegistry } from '../create-registry.ts'
import { createLogger, type Logger } from '../logging/create-logger.ts'
import { banner } from './banner.ts'
import { stopSignal } from './stop-on-signal.ts'
import type { Terminal } from './terminal.ts'

/** Runs a registry until a signal ends it. */
export async function serve(file: string | undefined, terminal: Terminal): Promise<number> {
  const loaded = await loadConfiguration({ file, environment: terminal.environment })
  const { configuration, source, baseDirectory } = loaded
  const logger = createLogger(configuration.log)
  for (const warning of loaded.warnings) logger.warn(warning)
  exitOnMistakes(logger)

  const registry = await createRegistry({ configuration, logger, baseDirectory })
  const address = await registry.listen().catch(async (error: unknown) => {
    await registry.close()
    throw error
  })
  const stopped = stopSignal()
  logger.info(`listening on ${address}`)
  terminal.print(banner(address, configuration, source))

  const signal = await stopped
  logger.info(`${signal} received, stopping`)
  await registry.close()
  logger.info('stopped')
  return 0
}

/** After an error that nobody expected, what the process holds cannot be trusted; another one starts clean. */
function exitOnMistakes(logger: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error instanceof Error ? error : new Error(String(error)) }, 'stopped by an unexpected error')
      process.exit(1)
    })
  }
}
