import type { Answer } from '../../fronts/answer.ts'
import type { Call, Front } from '../../fronts/front.ts'
import type { Exchange } from '../../http/exchange.ts'

/** Where a fault happens. */
export interface Scene {
  readonly front: Front
  readonly call: Call
  readonly exchange: Exchange
}

/** What a kind of fault does to a request. */
export interface Effect<OfFault> {
  /** Before the work. An answer that it gives is given instead; an error that it throws is written as the service's. */
  readonly before?: (fault: OfFault, scene: Scene) => Promise<Answer | undefined> | Answer | undefined
  /** When the work is done. */
  readonly after?: (fault: OfFault, answer: Answer, scene: Scene) => Promise<Answer> | Answer
}
