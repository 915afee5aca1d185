import type { Fault, FaultKind } from './fault.ts'
import { type FaultRule, type FaultTarget, fires, fits } from './fault-rule.ts'
import { FaultSchedule, type ScheduleOptions } from './fault-schedule.ts'

/** A rule or a schedule, and what it did so far. */
export interface FaultReport {
  readonly id: number
  readonly rule?: FaultRule
  readonly schedule?: ScheduleOptions & { readonly seed: number }
  /** How many requests it fitted. */
  readonly matched: number
  readonly fired: number
  readonly firedByKind: Readonly<Partial<Record<FaultKind, number>>>
}

export interface AddedFault {
  readonly id: number
  /** For a schedule: what its draws came from. */
  readonly seed?: number
  /** How often it happened so far. */
  readonly fired: number
  remove(): void
}

interface Source {
  readonly id: number
  readonly rule?: FaultRule
  readonly schedule?: ScheduleOptions & { readonly seed: number }
  readonly next: (target: FaultTarget, phase: FaultPhase) => { matched: boolean; fault?: Fault | undefined }
  matched: number
  fired: number
  firedByKind: Partial<Record<FaultKind, number>>
}

/** A wrong clock comes before the check of a signature, all else after it. */
export type FaultPhase = 'clock' | 'work'

const phaseOf = ({ kind }: Fault): FaultPhase => (kind === 'clock-offset' ? 'clock' : 'work')

/** What is to go wrong, by rules and schedules. All that fit a request happen to it, in the order they were added. */
export class Faults {
  #sources: Source[] = []
  #lastId = 0

  add(rule: FaultRule): AddedFault {
    let number = 0
    return this.#add({ rule }, (target, phase) => {
      if (phaseOf(rule.fault) !== phase || !fits(rule, target)) return { matched: false }
      number += 1
      return { matched: true, fault: fires(rule, number) ? rule.fault : undefined }
    })
  }

  /** Faults on random requests, that a client with five tries always gets through. */
  schedule(options: ScheduleOptions): AddedFault {
    const schedule = new FaultSchedule(options)
    const { seed } = schedule
    return this.#add({ schedule: { ...options, seed } }, (target, phase) =>
      phase === 'clock' ? { matched: false } : { matched: true, fault: schedule.next(target) },
    )
  }

  list(): FaultReport[] {
    return this.#sources.map(({ id, rule, schedule, matched, fired, firedByKind }) => ({
      id,
      ...(rule && { rule }),
      ...(schedule && { schedule }),
      matched,
      fired,
      firedByKind: { ...firedByKind },
    }))
  }

  remove(id: number): boolean {
    const before = this.#sources.length
    this.#sources = this.#sources.filter((source) => source.id !== id)
    return this.#sources.length < before
  }

  clear(): void {
    this.#sources = []
  }

  /** The faults that happen to a request; asking counts it. */
  take(target: FaultTarget, phase: FaultPhase): Fault[] {
    const faults: Fault[] = []
    for (const source of this.#sources) {
      const { matched, fault } = source.next(target, phase)
      if (matched) source.matched += 1
      if (fault === undefined) continue
      source.fired += 1
      source.firedByKind[fault.kind] = (source.firedByKind[fault.kind] ?? 0) + 1
      faults.push(fault)
    }
    return faults
  }

  #add(of: Pick<Source, 'rule' | 'schedule'>, next: Source['next']): AddedFault {
    this.#lastId += 1
    const source: Source = { id: this.#lastId, ...of, next, matched: 0, fired: 0, firedByKind: {} }
    this.#sources.push(source)
    return {
      id: source.id,
      ...(of.schedule && { seed: of.schedule.seed }),
      get fired() {
        return source.fired
      },
      remove: () => void this.remove(source.id),
    }
  }
}
