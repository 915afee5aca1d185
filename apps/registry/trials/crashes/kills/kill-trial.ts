import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTemporaryFolder } from '../../../clients/support/temporary-folder.ts'
import { type RunningSite, startSite } from '../../support/site.ts'
import { runClients } from '../clients/run-clients.ts'
import { Session } from '../clients/session.ts'
import { resumeUpload } from '../clients/upload-blob.ts'
import { Ledger } from '../ledger/ledger.ts'
import { Random } from '../support/random.ts'
import { Violation } from '../support/violation.ts'
import { checkAnswers } from './check-answers.ts'
import { StoreChecker } from './check-store.ts'
import { checkWithGoRegistry } from './check-with-go-registry.ts'
import { killAtStart } from './kill-at-start.ts'
import { writeConfiguration } from './configuration.ts'

export interface KillTrialOptions {
  readonly kills: number
  readonly seed: number
  /** No further store is begun after this time, whatever count of kills is reached. Default: none. */
  readonly limitSeconds?: number
  /** Clients at the same time. */
  readonly clients?: number
  /** Whether Debian's docker-registry looks at each store at its end. */
  readonly withGoRegistry: boolean
  readonly report?: (line: string) => void
}

export interface KillTrialResult {
  readonly kills: number
  readonly answers: number
  readonly seconds: number
}

/** Rounds on one store: what lies in it makes each round longer. */
const killsPerStore = 25
const longestRunMs = 250
/** Part of the kills that comes before a registry listens. */
const killsAtStart = 0.1

/**
 * Kills registries under concurrent clients, again and again, and compares what is left with what was acknowledged.
 * @throws Violation with the seed and the history of the thing that broke
 */
export async function runKillTrial(options: KillTrialOptions): Promise<KillTrialResult> {
  const { kills, seed, limitSeconds = Infinity, report = () => undefined } = options
  const startedAt = performance.now()
  const random = new Random(seed)
  let done = 0
  let answers = 0
  const elapsedSeconds = (): number => (performance.now() - startedAt) / 1000
  for (let store = 0; done < kills && elapsedSeconds() < limitSeconds; store += 1) {
    const storeTrial = new StoreTrial(options, random.fork(), store % 2 === 0)
    const wanted = Math.min(killsPerStore, kills - done)
    try {
      answers += await storeTrial.run(wanted)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      const where = `seed ${seed}, store ${store + 1}, kill ${done + storeTrial.killCount}`
      throw new Violation(`${where}: ${error.message}\n${storeTrial.output()}`, { cause: error })
    }
    done += wanted
    report(`${done} kills, ${answers} answers, ${Math.round(elapsedSeconds())} s`)
  }
  return { kills: done, answers, seconds: elapsedSeconds() }
}

/** Kills on one store. */
class StoreTrial {
  killCount = 0
  readonly #options: KillTrialOptions
  readonly #random: Random
  readonly #ledger: Ledger
  readonly #secret: string | undefined
  /** How long the last start took; what writes to the store comes near its end. */
  #startMs = 500
  #site: RunningSite | undefined
  #answers = 0

  constructor(options: KillTrialOptions, random: Random, hasSecret: boolean) {
    this.#options = options
    this.#random = random
    this.#ledger = new Ledger(random)
    this.#secret = hasSecret ? 'a secret of the configuration' : undefined
  }

  /** What the last registry printed. */
  output(): string {
    return (this.#site?.daemon.output() ?? '').slice(-1500)
  }

  /** @returns the count of answers */
  async run(kills: number): Promise<number> {
    await using folder = await createTemporaryFolder()
    const configuration = await writeConfiguration(folder.path, { secret: this.#secret, logLevel: 'error' })
    const store = new StoreChecker(join(folder.path, 'data'))
    while (this.killCount < kills) {
      if (this.#random.chance(killsAtStart))
        await killAtStart(configuration, this.#random.between(this.#startMs / 2, this.#startMs))
      else await this.#runOnce(configuration)
      this.killCount += 1
      await store.check()
    }
    await this.#check(configuration)
    await store.check()
    if (this.#options.withGoRegistry) await checkWithGoRegistry(folder.path, this.#ledger, this.#secret)
    return this.#answers
  }

  /** From a start to a kill. */
  async #runOnce(configuration: string): Promise<void> {
    const startedAt = performance.now()
    await using site = await startSite('moorage', configuration)
    this.#startMs = performance.now() - startedAt
    this.#site = site
    using session = this.#session(site)
    await checkAnswers(session)
    const clients = runClients(session, this.#options.clients ?? 50)
    // A violation ends the run at once; what else fails after it is of no interest.
    await Promise.race([clients, sleep(this.#random.between(1, longestRunMs))])
    session.expectKill()
    await site.daemon.stop('SIGKILL')
    await clients
    this.#ledger.crash()
    this.#answers += session.answers
  }

  /** From a start to a stop, with nothing but questions. */
  async #check(configuration: string): Promise<void> {
    await using site = await startSite('moorage', configuration)
    this.#site = site
    using session = this.#session(site)
    await checkAnswers(session)
    for (const upload of this.#ledger.idleUploads) await resumeUpload(session, upload)
    await checkAnswers(session)
  }

  #session(site: RunningSite): Session {
    return new Session(new URL(site.url).host, this.#ledger, this.#random.fork())
  }
}
