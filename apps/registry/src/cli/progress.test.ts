import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { WriteStream } from 'node:tty'
import { expect, it } from 'vitest'
import { type Progress, showProgress } from './progress.ts'

interface ShownProgress extends Progress {
  /** Resolves with all that was written, once this text is in it. */
  shown(text: string): Promise<string>
}

/** A bar on what passes for a terminal. */
function progressOf(expected: number, isTTY = true): ShownProgress {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY, columns: 80 })
  let written = ''
  stream.on('data', (more: string) => (written += more))
  const errorStream = stream as unknown as WriteStream
  const progress = showProgress(expected, { environment: {}, print: () => {}, printError: () => {}, errorStream })
  const shown = async (text: string): Promise<string> => {
    while (!written.includes(text)) await once(stream, 'data')
    return written
  }
  return { ...progress, shown }
}

it('shows how much is done, and how much that is of what is expected', async () => {
  using progress = progressOf(200)
  progress.update(50)
  expect(await progress.shown('50 repositories')).toContain('25 %  50 repositories')
})

it('shows no share where more is done than was expected', async () => {
  using progress = progressOf(0)
  progress.update(50)
  expect(await progress.shown('50 repositories')).not.toContain('%')
})

it('changes nothing about the terminal that would stay so when the program is interrupted', async () => {
  using progress = progressOf(200)
  progress.update(50)
  // Such as the cursor, and where lines end.
  expect(await progress.shown('50 repositories')).not.toContain('\u001B[?')
})

it('shows nothing where there is no terminal', async () => {
  using progress = progressOf(200, false)
  progress.update(50)
  expect(await progress.shown('')).toBe('')
})
