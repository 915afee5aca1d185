import { z } from 'zod'
import { isDigest } from '../names/digest.ts'

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

export const annotationsSchema: z.ZodType<Readonly<Record<string, string>>> = z.record(z.string(), z.string())

export const descriptorSchema: z.ZodType<Descriptor> = z.object({
  mediaType: z.string().min(1).max(255),
  digest: z.string().refine(isDigest, 'must be a sha256 or sha512 digest'),
  size: z.int().min(0),
  urls: z.array(z.string()).optional(),
  artifactType: z.string().optional(),
  annotations: annotationsSchema.optional(),
  platform: z.object({ architecture: z.string(), os: z.string() }).optional(),
})
