import type { DriverErrorCode } from '@moorage/driver-core'
import { describe, expect, test } from 'vitest'
import type { StartDriver } from './driver-starter.ts'

/** What is wrong (`the bucket is missing`), and the error that it ends the start with, by its code and a part of its message. */
export type FailingStart<Setup> = readonly [title: string, setup: Setup, code: DriverErrorCode, sentence: string]

/**
 * Declares that a driver which cannot work ends its start with an error for whoever configured it.
 * @param secrets which no error may show
 */
export function describeFailingStarts<Setup>(
  start: StartDriver<Setup>,
  secrets: readonly string[],
  failures: readonly FailingStart<NoInfer<Setup>>[],
): void {
  describe('a driver that cannot work ends its start with a sentence that says what to do', () => {
    test.each(failures)('when %s', async (_title, setup, code, sentence) => {
      const error: unknown = await start(setup).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ name: 'DriverError', code, message: expect.stringContaining(sentence) })
      for (const secret of secrets) expect(String(error)).not.toContain(secret)
    })
  })
}
