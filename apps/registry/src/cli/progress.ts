import { SingleBar } from 'cli-progress'
import type { Terminal } from './terminal.ts'

export interface Progress extends Disposable {
  /** @param done how many there are so far */
  update(done: number): void
}

/**
 * A bar where standard error is a terminal; nothing elsewhere.
 * @param expected how many there will be, about
 */
export function showProgress(expected: number, { errorStream }: Terminal): Progress {
  if (errorStream?.isTTY !== true) return { update: () => undefined, [Symbol.dispose]: () => undefined }
  const bar = new SingleBar({
    format: '{bar} {percentage} %  {value} repositories',
    stream: errorStream,
    clearOnComplete: true,
    hideCursor: true,
    fps: 10,
  })
  bar.start(Math.max(1, expected), 0)
  return {
    update: (done) => {
      if (done > bar.getTotal()) bar.setTotal(done)
      bar.update(done)
    },
    [Symbol.dispose]: () => bar.stop(),
  }
}
