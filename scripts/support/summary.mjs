/** @typedef {import('../vitest/tally-reporter.mjs').Tally} Tally */

/**
 * The last lines of a test run: every skip with its reason, then the counts alone on the last line. A skip
 * without a reason counts as failed, because nobody could tell whether it is meant.
 * @param {Tally} tally
 * @param {string[]} failedSteps of the run outside the tests, such as the linter
 * @returns {{ text: string, failed: boolean }}
 */
export function summarize(tally, failedSteps) {
  const explained = tally.skips.filter((skip) => skip.reason !== undefined)
  const unexplained = tally.skips.filter((skip) => skip.reason === undefined)
  const failed = tally.failed + failedSteps.length + unexplained.length
  const lines = [
    ...explained.map((skip) => `skipped: ${skip.name}: ${skip.reason}`),
    ...unexplained.map((skip) => `failed: ${skip.name}: skipped without a reason; call context.skip(reason)`),
    ...failedSteps.map((step) => `failed: ${step}`),
    `${tally.passed} passed, ${failed} failed, ${explained.length} skipped`,
  ]
  return { text: `${lines.join('\n')}\n`, failed: failed > 0 }
}
