import { describe, expect, test } from 'vitest'
import type { StartDriver } from './driver-starter.ts'

interface ClockSetup {
  readonly clockOffsetMs: number
  readonly warn: (message: string) => void
}

/**
 * Declares that a driver works with the store's time where the clock of its machine is wrong.
 * @param driver its name
 * @param store what operators call the store, such as `COS`
 */
export function describeWrongClock(start: StartDriver<ClockSetup>, driver: string, store: string): void {
  describe('a clock that is wrong', () => {
    test.each([
      [3_600_000, 'behind'],
      [-3_600_000, 'ahead of'],
    ])('by %i ms is worked with, and its operator told', async (clockOffsetMs, side) => {
      const warnings: string[] = []
      await using opened = await start({ clockOffsetMs, warn: (message) => warnings.push(message) })
      expect(opened.name).toBe(driver)
      // Stores tell their time in whole seconds, and an answer takes some on a busy machine.
      const clock = `${driver}: the clock of this machine is 3(?:59|60)\\d seconds ${side} that of ${store}`
      expect(warnings).toEqual([expect.stringMatching(`^${clock}; .*set the clock right`)])
    })
  })
}
