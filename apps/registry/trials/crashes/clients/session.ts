import type { Ledger } from '../ledger/ledger.ts'
import { type Answer, ConnectionLostError, HttpClient, type RequestOptions } from '../support/http-client.ts'
import type { Random } from '../support/random.ts'
import { Violation } from '../support/violation.ts'

/** One run of a registry, from its start to the moment it is killed. */
export class Session implements Disposable {
  readonly ledger: Ledger
  readonly random: Random
  /** Answers so far. */
  answers = 0
  readonly #client: HttpClient
  #killed = false

  constructor(address: string, ledger: Ledger, random: Random) {
    this.#client = new HttpClient(address)
    this.ledger = ledger
    this.random = random
  }

  get isKilled(): boolean {
    return this.#killed
  }

  /** From now on connections may end. */
  expectKill(): void {
    this.#killed = true
  }

  /** @throws Violation for an answer that blames the registry, or a connection that it cut while it was alive */
  async send(method: string, target: string, options?: RequestOptions): Promise<Answer> {
    try {
      const answer = await this.#client.send(method, target, options)
      this.answers += 1
      if (answer.status >= 500) throw unexpected(method, target, answer)
      return answer
    } catch (error) {
      if (error instanceof ConnectionLostError && !this.#killed) {
        throw new Violation(`${method} ${target}: ${error.message}, though the registry was not killed`, {
          cause: error,
        })
      }
      throw error
    }
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]()
  }
}

export function unexpected(method: string, target: string, answer: Answer): Violation {
  return new Violation(
    `${method} ${target} is answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 500)}`,
  )
}

export function expectStatus(answer: Answer, method: string, target: string, ...statuses: readonly number[]): void {
  if (!statuses.includes(answer.status)) throw unexpected(method, target, answer)
}
