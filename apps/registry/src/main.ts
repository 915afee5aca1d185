#!/usr/bin/env node
import { runCommandLine } from './cli/run-command-line.ts'

// Node waits for the disk in 4 threads by default: four slow flushes would hold up every read.
// It looks at this when it starts the first of them, which nothing that is imported does.
process.env['UV_THREADPOOL_SIZE'] ??= '64'

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  errorStream: process.stderr,
})

// A driver that leaves a timer behind must not keep a stopped registry alive.
setTimeout(() => process.exit(), 1000).unref()
