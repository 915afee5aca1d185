import { expect } from 'vitest'
import type { CatalogCase } from './catalog-case.ts'

/** Takes the error at once: a promise that fails before it is waited for ends the process. */
function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

const soon = { timeoutMs: 30_000 }

export const turnCases: readonly CatalogCase[] = [
  {
    title: 'work that is exclusive is done by one catalog at a time',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const other = await reopen()
      let running = 0
      let most = 0
      const work = async (): Promise<void> => {
        running += 1
        most = Math.max(most, running)
        for (let turn = 0; turn < 5; turn += 1) await catalog.list({ limit: 1 })
        running -= 1
      }
      await Promise.all([1, 2, 3].flatMap(() => [catalog.exclusively(work, soon), other.exclusively(work, soon)]))
      expect(most).toBe(1)
    },
  },
  {
    title: 'exclusive work gives its result, or its error, and ends its turn with it',
    run: async ({ catalog }) => {
      expect(await catalog.exclusively(async () => 7, soon)).toBe(7)
      const failing = catalog.exclusively(() => Promise.reject(new Error('failed inside')), soon)
      await expect(failing).rejects.toThrow('failed inside')
      expect(await catalog.exclusively(async (signal) => signal.aborted, soon)).toBe(false)
    },
  },
  {
    title: 'a turn that does not come in time is BUSY, and names and searches go on meanwhile',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const other = await reopen()
      await catalog.exclusively(async () => {
        const waiting = other.exclusively(async () => undefined, { timeoutMs: 50 })
        await expect(waiting).rejects.toMatchObject({ name: 'CatalogError', code: 'BUSY', retryable: true })
        await other.add(['a'])
        expect((await other.list({ limit: 1 })).entries).toHaveLength(1)
        expect((await other.search({ term: 'a', offset: 0, limit: 1 })).total).toBe(1)
      }, soon)
    },
  },
  {
    title: 'a turn ends when the catalog that has it is closed',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const other = await reopen()
      let begin: (() => void) | undefined
      const begun = new Promise<void>((resolve) => (begin = resolve))
      const work = other.exclusively(
        (signal) =>
          new Promise<void>((_, reject) => {
            signal.addEventListener('abort', () => reject(new Error('the turn was lost')))
            begin?.()
          }),
        soon,
      )
      const failure = failureOf(work)
      await begun
      await other[Symbol.asyncDispose]()
      expect(await failure).toBeInstanceOf(Error)
      expect(await catalog.exclusively(async () => 'mine now', soon)).toBe('mine now')
    },
  },
  {
    title: 'whoever waits for a turn can give up',
    reopens: true,
    run: async ({ catalog, reopen }) => {
      const other = await reopen()
      await catalog.exclusively(async () => {
        const abort = new AbortController()
        const waiting = other.exclusively(async () => undefined, { ...soon, signal: abort.signal })
        const failure = failureOf(waiting)
        abort.abort()
        expect(await failure).toMatchObject({ code: 'ABORTED' })
      }, soon)
    },
  },
]
