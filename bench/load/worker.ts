// The load process: runs the jobs it is sent, so that what it uses is counted apart.
import type { Job } from './job.ts'
import { runJob } from './run-job.ts'

process.on('message', (job: Job) => {
  runJob(job).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit())
