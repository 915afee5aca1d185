const mebibyte = 1024 * 1024

type Setup = 'v4' | 'v1' | 'v4WithFaults' | 'v1WithFaults'

/** Parameters that between them have both signatures, the root directory in each spelling, and both sizes of chunks. */
export const setups: Readonly<Record<Setup, Readonly<Record<string, unknown>>>> = {
  v4: { rootdirectory: '/registry' },
  v1: { rootdirectory: 'registry/', chunksize: 5 * mebibyte, signatureversion: 'v1' },
  v4WithFaults: { rootdirectory: 'registry', chunksize: 5 * mebibyte },
  v1WithFaults: { rootdirectory: '/registry/', signatureversion: 'v1' },
}

const again = 'takes long, and the suite with signatures of v4 and without faults has it'

/** What a second signature, and faults, need not be tried with. */
export const longCases: Readonly<Record<string, string>> = {
  'a directory of 10,000 files is listed completely, and from any place on': again,
  'a directory of 1,500 files is deleted at once': again,
  'a stream of 64 MiB comes back with the same checksum, and its end is found by offset': again,
}
