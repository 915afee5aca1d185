import { parseArgs } from 'node:util'
import { defaultAccount } from '../accounts/account.ts'
import type { EmulatorOptions } from '../emulator/emulator.ts'
import type { Limits } from '../engine/limits.ts'
import { isService, services } from '../fronts/fronts.ts'
import type { Service } from '../fronts/service.ts'

/** The command line makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface CommandLine {
  readonly wantsHelp: boolean
  readonly isQuiet: boolean
  readonly options: EmulatorOptions
}

const limitOptions: Readonly<Record<string, keyof Limits>> = {
  'min-part-size': 'minPartSizeBytes',
  'max-part-size': 'maxPartSizeBytes',
  'max-parts': 'maxParts',
  'max-put-size': 'maxSinglePutSizeBytes',
  'max-copy-size': 'maxSingleCopySizeBytes',
  'page-size': 'pageSize',
}

/** The bucket that there is when none is named. */
const usualBuckets: Readonly<Record<Service, { readonly name: string; readonly region: string }>> = {
  cos: { name: 'images-1250000000', region: 'ap-guangzhou' },
  oss: { name: 'images', region: 'cn-hangzhou' },
  s3: { name: 'images', region: 'us-east-1' },
  scs: { name: 'images', region: 'bjcnc' },
}

const text = { type: 'string' } as const
const list = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const

const optionTypes = {
  service: text,
  bucket: list,
  region: text,
  domain: list,
  port: text,
  folder: text,
  'access-key': text,
  'secret-key': text,
  token: text,
  'min-part-size': text,
  'max-part-size': text,
  'max-parts': text,
  'max-put-size': text,
  'max-copy-size': text,
  'page-size': text,
  quiet: flag,
  help: { ...flag, short: 'h' },
} as const

/** Throws a `UsageError`. */
export function readCommandLine(words: readonly string[]): CommandLine {
  const values = parse(words)
  const { service = 'cos', domain = [] } = values
  if (!isService(service)) throw new UsageError(`--service is not one of ${services.join(', ')}: ${service}`)
  const { bucket: names = [usualBuckets[service].name], region = usualBuckets[service].region } = values
  const account = {
    id: values['access-key'] ?? defaultAccount.id,
    secret: values['secret-key'] ?? defaultAccount.secret,
    ...(values.token !== undefined && { token: values.token }),
  }
  return {
    wantsHelp: values.help === true,
    isQuiet: values.quiet === true,
    options: {
      port: readNumber('port', values.port ?? '9000'),
      accounts: [account],
      buckets: names.map((name, index) => ({ service, name, region, domains: index === 0 ? domain : [] })),
      limits: readLimits(values),
      ...(values.folder !== undefined && { folder: values.folder }),
    },
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: optionTypes }).values
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error })
  }
}

function readLimits(values: Readonly<Record<string, unknown>>): Partial<Limits> {
  const limits: Partial<Record<keyof Limits, number>> = {}
  for (const [option, limit] of Object.entries(limitOptions)) {
    const value = values[option]
    if (typeof value === 'string') limits[limit] = readNumber(option, value)
  }
  return limits
}

function readNumber(option: string, value: string): number {
  if (/^\d{1,15}$/.test(value)) return Number(value)
  throw new UsageError(`--${option} is no number: ${value}`)
}
