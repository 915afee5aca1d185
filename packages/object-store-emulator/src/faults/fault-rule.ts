import type { Operation } from '../fronts/operation.ts'
import type { Fault } from './fault.ts'
import { matchesGlob } from './matches-glob.ts'

/** When a fault happens. What is left out fits every request. */
export interface FaultRule {
  readonly operation?: Operation | readonly Operation[]
  readonly bucket?: string
  /** `*` stands for any characters, slashes too, `?` for one. */
  readonly key?: string
  /** The first of the fitting requests that it happens to. Default 1. */
  readonly nth?: number
  /** To how many of them in a row it happens. Default 1. */
  readonly count?: number | 'always'
  /** Instead of `nth` and `count`: to each so-many-th of them. */
  readonly every?: number
  readonly fault: Fault
}

/** What rules and schedules look at. */
export interface FaultTarget {
  readonly operation: Operation
  readonly bucket: string
  readonly key: string
  /** What tells calls apart that have all else in common: a part's number, the prefix of a listing. */
  readonly detail: string
}

export function fits(rule: FaultRule, target: FaultTarget): boolean {
  const operations = rule.operation === undefined ? [target.operation] : [rule.operation].flat()
  return (
    operations.includes(target.operation) &&
    (rule.bucket === undefined || rule.bucket === target.bucket) &&
    (rule.key === undefined || matchesGlob(rule.key, target.key))
  )
}

/** Whether it happens to the so-many-th fitting request, counted from 1. */
export function fires({ nth = 1, count = 1, every }: FaultRule, number: number): boolean {
  if (every !== undefined) return number % every === 0
  return number >= nth && (count === 'always' || number < nth + count)
}
