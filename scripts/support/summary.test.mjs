import { expect, test } from 'vitest'
import { summarize } from './summary.mjs'

test('the last line counts tests, failed steps and skips', () => {
  const tally = { passed: 3, failed: 1, skips: [{ name: 'docker: pushes', reason: 'the Docker Engine needs root' }] }
  expect(summarize(tally, ['Linting'])).toEqual({
    text: 'skipped: docker: pushes: the Docker Engine needs root\nfailed: Linting\n3 passed, 2 failed, 1 skipped\n',
    failed: true,
  })
})

test('a skip without a reason counts as failed', () => {
  expect(summarize({ passed: 1, failed: 0, skips: [{ name: 'later' }] }, [])).toEqual({
    text: 'failed: later: skipped without a reason; call context.skip(reason)\n1 passed, 1 failed, 0 skipped\n',
    failed: true,
  })
})

test('a run without failures succeeds', () => {
  const { text, failed } = summarize({ passed: 2, failed: 0, skips: [] }, [])
  expect(text).toBe('2 passed, 0 failed, 0 skipped\n')
  expect(failed).toBe(false)
})
