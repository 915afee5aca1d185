import { writeFileSync } from 'node:fs'

/**
 * @typedef {object} Skip
 * @property {string} name
 * @property {string} [reason]
 *
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed tests, and suites or files that failed outside a test
 * @property {Skip[]} skips
 */

/**
 * A vitest reporter that leaves the counts, and the reason of every skip, in the file MOORAGE_TALLY_FILE.
 * @typedef {import("vitest/node").Reporter} Reporter
 * @implements {Reporter}
 */
export default class TallyReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env['MOORAGE_TALLY_FILE']
    if (file === undefined) throw new Error('MOORAGE_TALLY_FILE names no file')
    writeFileSync(file, JSON.stringify(tally(modules, unhandledErrors)))
  }
}

/**
 * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
 * @param {ReadonlyArray<unknown>} unhandledErrors
 * @returns {Tally}
 */
function tally(modules, unhandledErrors) {
  /** @type {Tally} */
  const counts = { passed: 0, failed: unhandledErrors.length, skips: [] }
  for (const module of modules) {
    const collections = [module, ...module.children.allSuites()]
    counts.failed += collections.filter((collection) => collection.errors().length > 0).length
    for (const test of module.children.allTests()) {
      const result = test.result()
      if (result.state === 'passed') counts.passed += 1
      else if (result.state === 'skipped') counts.skips.push(describeSkip(test, result.note))
      else counts.failed += 1
    }
  }
  return counts
}

/**
 * @param {import('vitest/node').TestCase} test
 * @param {string | undefined} note what was passed to `context.skip`
 * @returns {Skip}
 */
function describeSkip(test, note) {
  const name = `${test.project.name}: ${test.module.relativeModuleId} > ${test.fullName}`
  const reason = note ?? (isInFailedSuite(test) ? 'its suite failed before it' : undefined)
  return reason === undefined ? { name } : { name, reason }
}

/** @param {import('vitest/node').TestCase} test */
function isInFailedSuite(test) {
  for (let parent = test.parent; ; parent = parent.parent) {
    if (parent.errors().length > 0) return true
    if (parent.type === 'module') return false
  }
}
