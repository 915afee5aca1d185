import { parseArgs } from 'node:util'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Logs } from './registries/registry-kind.ts'
import { fullSettings, mebibyte, quickSettings, type Settings } from './settings.ts'

const memoryFolder = '/dev/shm'

export interface Options {
  readonly settings: Settings
  readonly only: readonly string[] | undefined
  readonly registries: readonly string[] | undefined
  readonly storage: 'tmpfs' | 'disk'
  readonly storageFolder: string
  readonly logs: Logs
  readonly profileFolder: string | undefined
  /** Nothing new is begun after it. */
  readonly limitMinutes: number
}

export const usage = `npm run bench -- [options]
  --only A,B          scenarios, by the names in the table
  --registries A,B    of moorage, distribution3, distribution2, olareg; and moorage-cos, on an emulator of Tencent COS,
                      moorage-file, moorage-sqlite, moorage-mysql, with a catalog
  --rounds N          rounds that count; one more is run first and discarded
  --seconds S         length of a measurement
  --large MIB         size of the large blob
  --repositories N    repositories in the catalog
  --quick             smaller and shorter, for a first look
  --storage WHERE     tmpfs (where there is ${memoryFolder}) or disk
  --logs WHICH        off (errors alone) or default
  --profile FOLDER    where Moorage leaves CPU profiles
`

export function parseOptions(parameters: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      only: { type: 'string' },
      registries: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      large: { type: 'string' },
      repositories: { type: 'string' },
      quick: { type: 'boolean', default: false },
      storage: { type: 'string', default: existsSync(memoryFolder) ? 'tmpfs' : 'disk' },
      logs: { type: 'string', default: 'off' },
      profile: { type: 'string' },
    },
  })
  const settings = values.quick ? quickSettings : fullSettings
  const storage = oneOf(values.storage, ['tmpfs', 'disk'])
  return {
    settings: {
      ...settings,
      rounds: values.rounds === undefined ? settings.rounds : positive(values.rounds),
      seconds: values.seconds === undefined ? settings.seconds : positive(values.seconds),
      largeBlobBytes: values.large === undefined ? settings.largeBlobBytes : positive(values.large) * mebibyte,
      repositoryCount: values.repositories === undefined ? settings.repositoryCount : positive(values.repositories),
    },
    only: values.only?.split(','),
    registries: values.registries?.split(','),
    storage,
    storageFolder: storage === 'tmpfs' ? memoryFolder : tmpdir(),
    logs: oneOf(values.logs, ['off', 'default']),
    profileFolder: values.profile,
    limitMinutes: values.quick ? 3 : 12,
  }
}

function oneOf<T extends string>(value: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === value)
  if (choice === undefined) throw new Error(`${value} is none of ${choices.join(', ')}`)
  return choice
}

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`${text} is no number above 0`)
  return value
}
