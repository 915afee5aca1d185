/** Nobody gave memory back for so long that the writer had better fail: its client may try again. */
export class BufferShortage extends Error {
  override readonly name = 'BufferShortage'

  constructor(patienceMs: number) {
    super(`no memory for the bytes of the upload was to be had for ${patienceMs / 1000} s`)
  }
}
