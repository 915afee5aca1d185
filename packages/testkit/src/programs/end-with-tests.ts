import { type ChildProcess, spawn } from 'node:child_process'

/**
 * Ends `child` with this process, however this process ends, SIGKILL included: a shell waits for the end of its own
 * input, which this process holds open.
 * @param folder removed then as well
 */
export function endWithTests(child: ChildProcess, folder: string | undefined): void {
  const script = 'while read -r line; do :; done; kill -KILL "$1"; [ -z "$2" ] || rm -rf -- "$2"'
  // A session of its own, so that an interrupt from the terminal does not end it first.
  const guard = spawn('/bin/sh', ['-c', script, 'sh', String(child.pid), folder ?? ''], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.unref()
  child.once('exit', () => guard.kill('SIGKILL'))
}
