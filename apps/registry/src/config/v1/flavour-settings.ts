import type { ConfigurationProblem } from '../configuration-error.ts'
import { maskText } from '../../logging/mask-text.ts'
import { PlainScalar } from '../plain-scalar.ts'
import { type Environment, environmentValue } from './environment-value.ts'
import type { Flavour } from './flavour.ts'

/** Reads the settings of a flavour, and gathers what is wrong with them. */
export class FlavourSettings {
  readonly flavour: Flavour
  readonly problems: ConfigurationProblem[] = []
  readonly warnings: string[] = []
  /** The names that were asked for: all others have no effect. */
  readonly known: Set<string> = new Set()
  readonly #environment: Environment

  constructor(flavour: Flavour, environment: Environment) {
    this.flavour = flavour
    this.#environment = environment
  }

  /** Whether anything is written in a setting or below it, and is not a variable that is not set. */
  isSet(name: string): boolean {
    return this.#isSet(this.#written(name))
  }

  /** A text; undefined where it is absent or empty. */
  text(name: string): string | undefined {
    return this.#text(name, '; set it, if only to nothing')
  }

  /**
   * A text that must not be absent.
   * @param expected what it is, such as `the name of a bucket`
   */
  required(name: string, expected: string): string {
    const count = this.problems.length
    const text = this.#text(name, '')
    if (text === undefined && this.problems.length === count) this.refuse(name, `expected ${expected}, not nothing`)
    return text ?? ''
  }

  /** A variable that no setting names. */
  variable(name: string): string | undefined {
    return this.#environment[name]
  }

  toggle(name: string): boolean | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    if (/^(?:true|yes|on|y)$/i.test(text)) return true
    if (/^(?:false|no|off|n)$/i.test(text)) return false
    this.refuse(name, 'expected true or false')
    return undefined
  }

  warn(warning: string): void {
    this.warnings.push(maskText(warning))
  }

  refuse(name: string, message: string): void {
    this.problems.push({ path: `${this.flavour.name}.${name}`, message: maskText(`${message}${this.#place(name)}`) })
  }

  #text(name: string, advice: string): string | undefined {
    const value = this.#value(name, advice)
    if (value === undefined || value === null || value === '') return undefined
    if (value instanceof PlainScalar) return value.source
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    this.refuse(name, `expected text, not a ${Array.isArray(value) ? 'list' : 'section'}`)
    return undefined
  }

  #written(name: string): unknown {
    const { settings } = this.flavour
    return Object.hasOwn(settings, name) ? settings[name] : undefined
  }

  #value(name: string, advice: string): unknown {
    this.known.add(name)
    const found = environmentValue(this.#written(name), this.#environment)
    if (found.state === 'found') return found.value
    if (found.state === 'malformed') this.refuse(name, 'expected _env:NAME or _env:NAME:default')
    else if (this.flavour.file === undefined) this.#refuseUnset(found.variable)
    else this.refuse(name, `names ${found.variable}, which is not set and has no default${advice}`)
    return undefined
  }

  #refuseUnset(variable: string): void {
    this.problems.push({ path: '', message: `${variable} is not set; the v1 flavour ${this.flavour.name} needs it` })
  }

  #isSet(value: unknown): boolean {
    if (value instanceof PlainScalar) return true
    if (typeof value === 'object' && value !== null) return Object.values(value).some((entry) => this.#isSet(entry))
    const found = environmentValue(value, this.#environment)
    if (found.state !== 'found') return found.state === 'malformed'
    return found.value !== undefined && found.value !== null && found.value !== ''
  }

  /** Where a setting comes from, for the end of a message. */
  #place(name: string): string {
    const { file, lineOf } = this.flavour
    const found = environmentValue(this.#written(name), this.#environment)
    const variable = found.state === 'found' ? found.variable : undefined
    const line = lineOf(name)
    const parts = [
      ...(variable === undefined ? [] : [`set by ${variable}`]),
      ...(file === undefined ? [] : [line === undefined ? file : `line ${line} of ${file}`]),
    ]
    return parts.length === 0 ? '' : ` (${parts.join(', ')})`
  }
}
