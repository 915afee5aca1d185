/** Bytes that the buffers of all writers of a process may take together. */
export class ByteBudget {
  readonly limitBytes: number

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }
}
