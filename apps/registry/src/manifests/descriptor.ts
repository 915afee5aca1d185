import { z } from 'zod'
import { isDigest } from '../names/digest.ts'
import { listOf, textsSchema } from './lists.ts'

/** OCI image specification, "Content Descriptors". */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  /** Bytes. */
  readonly size: number
  readonly urls?: readonly string[] | undefined
  readonly artifactType?: string | undefined
  readonly annotations?: Readonly<Record<string, string>> | undefined
  readonly platform?: { readonly architecture: string; readonly os: string } | undefined
}

export const descriptorSchema: z.ZodType<Descriptor> = z.object({
  mediaType: z.string().min(1).max(255),
  digest: z.string().refine(isDigest, 'must be a sha256 or sha512 digest'),
  size: z.int().min(0),
  urls: listOf(z.string()).optional(),
  artifactType: z.string().optional(),
  annotations: textsSchema.optional(),
  platform: z.object({ architecture: z.string(), os: z.string() }).optional(),
})
