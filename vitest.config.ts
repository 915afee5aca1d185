import { globSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { defineConfig } from 'vitest/config'

/** One project for each package, named like its folder; its tests stand beside the sources. */
const packages = globSync('{packages,apps}/*/package.json', { cwd: import.meta.dirname }).map((manifest) => ({
  test: {
    name: basename(dirname(manifest)),
    root: dirname(manifest),
    include: ['src/**/*.test.ts'],
  },
}))

/** Docker, skopeo and buildah against a registry that was started as a user starts it. */
const clients = {
  test: {
    name: 'clients',
    root: 'apps/registry',
    include: ['clients/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // Apart from the packages' own tests, so that an engine that starts does not slow them down.
    sequence: { groupOrder: 1 },
  },
}

/** Whole registries, alone, several at once, and beside the Go registry: what they keep together, survive and cost. */
const trials = {
  test: {
    name: 'trials',
    root: 'apps/registry',
    include: ['trials/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    sequence: { groupOrder: 2 },
  },
}

/** The tools of the repository itself. */
const scripts = { test: { name: 'scripts', root: 'scripts', include: ['**/*.test.mjs'] } }

/** Only that it runs: what it measures is no matter of tests. */
const bench = { test: { name: 'bench', root: 'bench', testTimeout: 60_000 } }

export default defineConfig({ test: { projects: [...packages, scripts, bench, clients, trials] } })
