import { textOption } from '@moorage/part-loader'
import { z, type ZodType } from 'zod'

export interface FileOptions {
  /** The list, a text file with a name a line, which must exist. Default `/opt/registry/repositories`. */
  readonly path: string
}

/** The schema of the catalog's options. */
export const fileOptions: ZodType<FileOptions> = z.strictObject({
  path: textOption('expected the path of a file').default('/opt/registry/repositories'),
})
