import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

function bench(parameters: string) {
  return run(process.execPath, [join(import.meta.dirname, 'main.ts'), ...parameters.split(' ')])
}

test('measures one scenario of Moorage and prints its row', async () => {
  const { stdout } = await bench('--registries moorage --only push-small,cold-start --quick --rounds 1 --seconds 0.2')
  expect(stdout).toMatch(/^\*\*push-small\*\*/m)
  expect(stdout).toMatch(/^\| moorage +\| [\d,.]+ \([\d,.]+ to [\d,.]+\) /m)
  expect(stdout).not.toContain('INVALID')
})

test('names the scenarios when one is unknown', async () => {
  await expect(bench('--only push-everything')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('push-small'),
  })
})
