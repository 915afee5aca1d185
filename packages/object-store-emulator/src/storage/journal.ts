/** What a change leaves behind, so that the next start knows of it. */
export interface Journal<Entry> {
  /** Resolves when the entry would be found after the end of this process. Entries keep the order of the calls. */
  append(entry: Entry): Promise<void>
}

export const noJournal: Journal<unknown> = {
  async append() {},
}
