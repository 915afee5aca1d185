/** What a front says to a request; the pipeline sends it, or does to it what a fault rule says. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Text is a document. A stream has its length in the headers. */
  readonly body?: string | AsyncIterable<Uint8Array>
}
