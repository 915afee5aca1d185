const again = 'takes long, and the suite with its own signature and without faults has it'

/** What a second way of moving, and faults, need not be tried with. */
export const longCases: Readonly<Record<string, string>> = {
  'a directory of 10,000 files is listed completely, and from any place on': again,
  'a directory of 1,500 files is deleted at once': again,
  'a stream of 64 MiB comes back with the same checksum, and its end is found by offset': again,
}
