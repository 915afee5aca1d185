import type { OperationOptions } from '../../operation-options.ts'
import type { ObjectContent } from '../object-store-client.ts'

/** One call of a store, as often as it has to be sent. */
export interface StoreRequest extends OperationOptions {
  /** The store's own word for the call, such as `UploadPart`: it stands in messages and metrics. */
  readonly operation: string
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** The object that the call is about; undefined for calls of the bucket. It stands in messages. */
  readonly key?: string | undefined
  /** Percent-encoded, with its leading slash. */
  readonly path: string
  /** Not encoded; `''` for a parameter without a value. */
  readonly query?: Readonly<Record<string, string>> | undefined
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Without it there is no body. */
  readonly content?: ObjectContent | undefined
  /** Shown the bytes of each try as they are sent. */
  readonly digest?: ContentDigest | undefined
  /** The store's error codes that are answers to the caller and no failures, such as `NoSuchKey`. */
  readonly expect?: readonly string[] | undefined
  /** Whether the call may be carried out twice. Default true; false is sent again only when the store surely did not act on it. */
  readonly repeatable?: boolean | undefined
}

/** Sums up what is sent, to compare it with what the store says it has got. */
export interface ContentDigest {
  /** A try begins: what was shown before does not count. */
  start(): void
  update(bytes: Uint8Array): void
}

/** The head of an answer. */
export interface AnswerHead {
  readonly status: number
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** The store's error code, where the request expected it. */
  readonly errorCode: string | undefined
  /** Whether the call was sent before, and the store may have carried it out without its answer having arrived. */
  readonly mayBeDone: boolean
}

/** An answer that was read to its end. */
export interface StoreAnswer extends AnswerHead {
  readonly text: string
}
