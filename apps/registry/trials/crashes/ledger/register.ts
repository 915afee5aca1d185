interface Write<Value> {
  readonly value: Value
  readonly startedAt: number
  endedAt: number
}

/** A write that runs. */
export interface RunningWrite {
  /** It was answered with success: what was written before it began counts no longer. */
  acknowledge(): void
  /** It was answered, and changed nothing. */
  refuse(): void
  /** Whether it may have come across this value, which another write left. */
  mayHaveFound(value: unknown): boolean
}

/** A read that runs. */
export interface RunningRead<Value> {
  /** All values that it may find, now that it has been answered. */
  end(): ReadonlySet<Value>
}

let clock = 0

/**
 * One thing that clients write and read at the same time: it holds the value of a write that no acknowledged one
 * has certainly come after. That is exact for whatever takes effect at one moment between request and answer;
 * a write that a crash cut may have taken effect or not.
 */
export class Register<Value> {
  readonly name: string
  #writes: Write<Value>[]
  readonly #running = new Set<Write<Value>>()
  readonly #reads = new Set<Set<Value>>()
  readonly #history: string[] = []
  #isUnsettled = false

  constructor(name: string, initial: Value) {
    this.name = name
    this.#writes = [{ value: initial, startedAt: 0, endedAt: 0 }]
  }

  /**
   * Begins a write.
   * @param certain whether success means that the value was written; false for what a request does only if need be
   */
  write(value: Value, what: string, certain = true): RunningWrite {
    clock += 1
    const write = { value, startedAt: clock, endedAt: Infinity }
    for (const read of this.#reads) read.add(value)
    const found = this.read()
    this.#writes.push(write)
    this.#running.add(write)
    this.#isUnsettled = true
    this.note(`${what} begins`)
    const end = (): void => {
      clock += 1
      write.endedAt = clock
      this.#running.delete(write)
      found.end()
    }
    return {
      mayHaveFound: (other) => found.end().has(other as Value),
      acknowledge: () => {
        end()
        this.note(`${what} is acknowledged`)
        if (certain) this.#writes = this.#writes.filter((other) => other.endedAt >= write.startedAt)
      },
      refuse: () => {
        end()
        this.note(`${what} is refused`)
        this.#writes = this.#writes.filter((other) => other !== write)
      },
    }
  }

  /** All that runs was cut: it may have taken effect, and cannot any more. */
  crash(): void {
    clock += 1
    for (const write of this.#running) write.endedAt = clock
    if (this.#running.size > 0) this.note(`${this.#running.size} cut by the kill`)
    this.#running.clear()
    this.#reads.clear()
  }

  /** The values that it may hold. */
  possible(): ReadonlySet<Value> {
    return new Set(this.#writes.map((write) => write.value))
  }

  /** Whether it can hold nothing but `value`. */
  isCertainly(value: Value): boolean {
    return this.#writes.every((write) => write.value === value)
  }

  /** Whether anything was written since it was last settled. */
  get isUnsettled(): boolean {
    return this.#isUnsettled
  }

  read(): RunningRead<Value> {
    const values = new Set(this.possible())
    this.#reads.add(values)
    return {
      end: () => {
        this.#reads.delete(values)
        return values
      },
    }
  }

  /** What was found while nothing was writing is what it holds from now on. */
  settle(value: Value): void {
    clock += 1
    this.note(`found to be ${String(value)}`)
    this.#writes = [{ value, startedAt: clock, endedAt: clock }]
    this.#isUnsettled = false
  }

  note(event: string): void {
    this.#history.push(`${clock} ${event}`)
    if (this.#history.length > 40) this.#history.shift()
  }

  /** The last things that happened to it. */
  history(): string {
    return [`history of ${this.name}:`, ...this.#history].join('\n  ')
  }
}
