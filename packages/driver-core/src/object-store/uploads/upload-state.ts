import { z, type ZodType } from 'zod'

/** What is known of a multipart upload without asking for its parts. */
export interface MultipartState {
  /** Where the parts are completed: never where a file is to be seen, so that what is completed there can only be this upload's. */
  readonly key: string
  readonly id: string
  /** See `PartSizes`. */
  readonly chunkSizeBytes: number
  /** See `PartSizes`. */
  readonly equalParts: number
  /** Parts whose bytes were closed, from number 1 on. */
  readonly parts: number
  /** Bytes in them. */
  readonly bytes: number
  /** See `chainOf`. */
  readonly chain: string
  /** Nothing was closed yet: the parts that arrived are what there is. */
  readonly open?: boolean | undefined
}

/**
 * What is kept of unfinished bytes: one object, a line of JSON and then the tail, the bytes that make no whole part. Written and read
 * by one request, header, tail and note belong together at all times.
 */
export interface UploadState {
  /** Another one for each series of bytes that was closed, even where the bytes are the same. */
  readonly version: string
  readonly note?: string | undefined
  readonly multipart?: MultipartState | undefined
  /** The parts are an object: what is left is to copy it to its place. */
  readonly completed?: { readonly key: string; readonly bytes: number } | undefined
  /** Bytes that follow the header. */
  readonly tailBytes: number
}

const header: ZodType<UploadState & { format: string }> = z.object({
  format: z.literal('moorage-upload/1'),
  version: z.string(),
  note: z.string().optional(),
  multipart: z
    .object({
      key: z.string(),
      id: z.string(),
      chunkSizeBytes: z.number(),
      equalParts: z.number(),
      parts: z.number(),
      bytes: z.number(),
      chain: z.string(),
      open: z.boolean().optional(),
    })
    .optional(),
  completed: z.object({ key: z.string(), bytes: z.number() }).optional(),
  tailBytes: z.number(),
})

/** Bytes to read for a header: a note has at most 1,024 characters, six bytes each when they are escaped; keys and upload ids have some hundred. */
export const mostHeaderBytes: number = 16 * 1024

/** The line that stands before the tail. */
export function writeHeader(state: UploadState): Uint8Array {
  return Buffer.from(`${JSON.stringify({ format: 'moorage-upload/1', ...state })}\n`)
}

/**
 * @param bytes the beginning of a state object
 * @returns the state, and where the tail begins; undefined for an object that holds none, or one of a later format
 */
export function readHeader(bytes: Uint8Array): { readonly state: UploadState; readonly length: number } | undefined {
  const end = bytes.indexOf(0x0a)
  if (end < 0) return undefined
  try {
    const { format: _, ...state } = header.parse(JSON.parse(Buffer.from(bytes.subarray(0, end)).toString('utf8')))
    return { state, length: end + 1 }
  } catch {
    return undefined
  }
}
