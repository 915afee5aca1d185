/** What the engine refuses. Every service has these codes, each with a status and a message of its own. */
export type EngineErrorCode =
  | 'NoSuchKey'
  | 'NoSuchUpload'
  | 'InvalidPart'
  | 'InvalidPartOrder'
  | 'EntityTooSmall'
  | 'EntityTooLarge'
  | 'FileAlreadyExists'
  | 'PreconditionFailed'
  | 'BadDigest'
  | 'IncompleteBody'

export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: EngineErrorCode

  /** Why, for the log of the emulator. */
  readonly detail: string | undefined

  constructor(code: EngineErrorCode, detail?: string) {
    super(detail ?? code)
    this.code = code
    this.detail = detail
  }
}
