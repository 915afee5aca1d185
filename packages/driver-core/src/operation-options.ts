export interface OperationOptions {
  /** Ends the call with `ABORTED`. */
  readonly signal?: AbortSignal | undefined
}
