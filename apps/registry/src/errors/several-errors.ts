import type { RegistryError } from './registry-error.ts'

/** Several refusals in one answer, such as each missing blob of a manifest; the first one's status counts. */
export class SeveralErrors extends Error {
  override readonly name = 'SeveralErrors'
  readonly errors: readonly [RegistryError, ...RegistryError[]]

  constructor(errors: readonly [RegistryError, ...RegistryError[]]) {
    super(errors.map((error) => error.message).join('; '))
    this.errors = errors
  }
}
