import { isDurationOption } from '@moorage/part-loader'
import { z, type ZodType } from 'zod'
import { shortDuration } from '../config/duration.ts'

/** Options of a part as a file would have them: durations, which are milliseconds by now, with their units. */
export function shownOptions(schema: ZodType, options: unknown): unknown {
  if (!(schema instanceof z.ZodObject) || typeof options !== 'object' || options === null) return options
  const shape = schema.shape as Readonly<Record<string, ZodType>>
  const shown = Object.entries(options).map(([name, value]: [string, unknown]) => {
    const option = shape[name]
    const isDuration = typeof value === 'number' && option !== undefined && isDurationOption(option)
    return [name, isDuration ? shortDuration(value) : value] as const
  })
  return Object.fromEntries(shown)
}
