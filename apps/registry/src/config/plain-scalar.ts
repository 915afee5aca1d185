/**
 * An unquoted YAML scalar whose value does not print as it was written: `0123`, `yes`, `1e3`.
 * What it means depends on the key: a switch takes the value, a password the source.
 */
export class PlainScalar {
  readonly value: boolean | number | bigint
  readonly source: string

  constructor(value: boolean | number | bigint, source: string) {
    this.value = value
    this.source = source
  }
}

const wholeNumber = /^[-+]?(?:0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|0b[01_]+|0o[0-7_]+)$/

/**
 * The value for a key of unknown type, such as a parameter of a storage driver.
 * Digits with a leading zero, a float in another spelling and a number too large to be exact stay text:
 * they are access keys far more often than numbers.
 */
export function untypedValue(scalar: PlainScalar): boolean | number | string {
  if (typeof scalar.value === 'boolean') return scalar.value
  const number = Number(scalar.value)
  return wholeNumber.test(scalar.source) && Number.isSafeInteger(number) ? number : scalar.source
}
