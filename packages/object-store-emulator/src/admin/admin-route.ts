import type { Emulator } from '../emulator/emulator.ts'

export interface AdminRequest {
  readonly emulator: Emulator
  /** The named parts of the path. */
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly readBody: () => Promise<Buffer>
}

export interface AdminRoute {
  readonly method: string
  /** Below `/_emulator/`, for people. */
  readonly title: string
  readonly pattern: RegExp
  /** Gives what is answered as JSON, or bytes, or nothing. */
  readonly run: (request: AdminRequest) => unknown
}

export class AdminError extends Error {
  override readonly name = 'AdminError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
