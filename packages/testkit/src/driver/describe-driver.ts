import { isDriverError, type StorageDriver, type StoragePath } from '@moorage/driver-core'
import { checkPaths } from '@moorage/driver-core/kit'
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest'
import { abortCases } from './abort.ts'
import { appendAndResumeCases } from './append-and-resume.ts'
import { atomicReplaceCases } from './atomic-replace.ts'
import { concurrencyCases } from './concurrency.ts'
import { deleteCases } from './delete.ts'
import type { DriverCase } from './driver-case.ts'
import { pathsOf } from './expectations.ts'
import { largeCases } from './large.ts'
import { listCases } from './list.ts'
import { moveCases } from './move.ts'
import { partCases } from './parts.ts'
import { pathCases } from './paths.ts'
import { rangeCases } from './ranges.ts'
import { readWriteCases } from './read-write.ts'
import { redirectCases } from './redirect.ts'
import { statCases } from './stat.ts'
import { streamCases } from './streams.ts'
import { walkCases } from './walk.ts'
import { writerStateCases } from './writer-states.ts'

export interface DriverSuiteOptions {
  /** Opens a driver on a new, empty store. Called once, before the first case; the suite disposes what it returns. */
  create(): Promise<StorageDriver>
  /** Opens another driver on the same store, as a second process would. Without it, cases that need two are skipped. */
  reopen?(): Promise<StorageDriver>
  /**
   * Names of what the store still holds although everything was deleted: unfinished uploads, temporary files.
   * Called after each case, which fails unless the answer is empty. Default: only `list('/')` is looked at.
   */
  leftovers?(): Promise<readonly string[]>
  /** Reasons by title of case, for what a driver cannot do although its capabilities do not say so. */
  readonly skip?: Readonly<Record<string, string>>
  /** Whether the cases of several gigabytes run. Default: when the environment variable `MOORAGE_TESTKIT_LARGE` is `1`. */
  readonly large?: boolean
  /** Milliseconds for each case. Default 60,000, for large ones 1,800,000. */
  readonly timeoutMs?: number
}

const topics: Readonly<Record<string, readonly DriverCase[]>> = {
  paths: pathCases,
  'read and write': readWriteCases,
  streams: streamCases,
  'states of a writer': writerStateCases,
  ranges: rangeCases,
  'append and resume': appendAndResumeCases,
  parts: partCases,
  'atomic replace': atomicReplaceCases,
  list: listCases,
  walk: walkCases,
  move: moveCases,
  delete: deleteCases,
  stat: statCases,
  abort: abortCases,
  concurrency: concurrencyCases,
  redirect: redirectCases,
  large: largeCases,
}

/** Declares a vitest suite that tells whether a storage driver keeps the contract of `@moorage/driver-core`. */
export function describeDriver(name: string, options: DriverSuiteOptions): void {
  describe(`the driver ${name} keeps the contract`, () => {
    let driver: StorageDriver
    beforeAll(async () => {
      driver = checkPaths(await options.create())
    })
    afterAll(() => driver[Symbol.asyncDispose]())

    const reported = new Set<string>()
    let number = 0
    for (const [topic, cases] of Object.entries(topics)) {
      describe(topic, () => {
        for (const driverCase of cases) {
          number += 1
          const folder = `/case-${number}`
          const timeout = options.timeoutMs ?? (driverCase.large === true ? 1_800_000 : 60_000)
          test(driverCase.title, { timeout }, (context) =>
            runCase(driver, options, driverCase, folder, reported, context),
          )
        }
      })
    }
    test('every reason to skip names a case', () => {
      const titles = Object.values(topics).flatMap((cases) => cases.map((each) => each.title))
      expect(titles).toEqual(expect.arrayContaining(Object.keys(options.skip ?? {})))
      expect(new Set(titles).size).toBe(titles.length)
    })
  })
}

async function runCase(
  driver: StorageDriver,
  options: DriverSuiteOptions,
  driverCase: DriverCase,
  folder: StoragePath,
  reported: Set<string>,
  context: TestContext,
): Promise<void> {
  const reason = reasonToSkip(driver, options, driverCase)
  if (reason !== undefined) context.skip(reason)
  const reopened: StorageDriver[] = []
  const reopen = async (): Promise<StorageDriver> => {
    if (options.reopen === undefined) throw new Error('the case does not say that it reopens')
    const another = checkPaths(await options.reopen())
    reopened.push(another)
    return another
  }
  try {
    await driverCase.run({ driver, folder, reopen, skip: (why) => context.skip(why) })
  } finally {
    for (const another of reopened) await another[Symbol.asyncDispose]()
    await cleanUp(driver, folder)
  }
  expect(await pathsOf(driver.list('/')), 'entries that deleting left behind').toEqual([])
  const found = (await options.leftovers?.()) ?? []
  const fresh = found.filter((name) => !reported.has(name))
  // One case that leaves something must not fail all that follow.
  for (const name of fresh) reported.add(name)
  expect(fresh, 'left-overs in the store').toEqual([])
}

function reasonToSkip(driver: StorageDriver, options: DriverSuiteOptions, driverCase: DriverCase): string | undefined {
  const stated = options.skip?.[driverCase.title] ?? driverCase.impossible?.(driver.capabilities)
  if (stated !== undefined) return stated
  if (driverCase.reopens === true && options.reopen === undefined) return 'needs the option reopen'
  const large = options.large ?? process.env['MOORAGE_TESTKIT_LARGE'] === '1'
  if (driverCase.large === true && !large) {
    return 'takes gigabytes: set the option large, or MOORAGE_TESTKIT_LARGE=1'
  }
  return undefined
}

async function cleanUp(driver: StorageDriver, folder: StoragePath): Promise<void> {
  // A folder that holds nothing but unfinished bytes need not be listed.
  for (const path of new Set([folder, ...(await pathsOf(driver.list('/')))])) {
    await driver.delete(path).catch((error: unknown) => {
      if (!isDriverError(error, 'PATH_NOT_FOUND')) throw error
    })
  }
}
