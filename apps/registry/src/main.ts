#!/usr/bin/env node
import { runCommandLine } from './cli/run-command-line.ts'

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
})

// A driver that leaves a timer behind must not keep a stopped registry alive.
setTimeout(() => process.exit(), 1000).unref()
