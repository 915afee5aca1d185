import cliProgress from 'cli-progress'
import type { Terminal } from './terminal.ts'

export interface Progress extends Disposable {
  /** @param done how many there are so far */
  update(done: number): void
}

/**
 * A bar where standard error is a terminal; nothing elsewhere.
 * @param expected how many there will be, about; once there are as many, only their number is shown
 */
export function showProgress(expected: number, { errorStream }: Terminal): Progress {
  if (errorStream?.isTTY !== true) return { update: () => undefined, [Symbol.dispose]: () => undefined }
  const bar = new cliProgress.SingleBar({
    format: (options, { progress, value }) => {
      const text = `${value} repositories`
      if (value >= expected) return text
      return `${cliProgress.Format.BarFormat(progress, options)} ${Math.floor(progress * 100)} %  ${text}`
    },
    stream: errorStream,
    clearOnComplete: true,
    // A terminal that is left as it is needs nothing put back when Ctrl-C ends the program.
    hideCursor: false,
    linewrap: true,
    fps: 10,
  })
  bar.start(Math.max(1, expected), 0)
  return {
    update: (done) => bar.update(done),
    [Symbol.dispose]: () => bar.stop(),
  }
}
