/** What is wrong with a DSN, without anything of it that may be secret. */
export class InvalidDsn extends Error {
  override readonly name = 'InvalidDsn'
}
