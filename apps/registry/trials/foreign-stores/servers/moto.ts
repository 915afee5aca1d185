import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '../../../clients/support/find-program.ts'
import { cacheFolder } from './cache-folder.ts'
import type { ForeignServerKind } from './foreign-server.ts'
import { runFor } from './run-for.ts'
import { startServer } from './start-server.ts'

const requirement = 'moto[server]==5.2.5'
const mostMinutes = 3

const wrongDocument = 'moto calls the list of parts ListPartsOutput, in the place of ListPartsResult'

const fileOf = async (): Promise<string> => join(await cacheFolder('moto-5.2.5'), 'bin', 'moto_server')

export const moto: ForeignServerKind = {
  name: 'moto',
  async prepare() {
    if (existsSync(await fileOf())) return undefined
    const python = await findProgram('python3')
    if (python === undefined) return 'moto is not installed, and Python neither'
    const folder = await cacheFolder('moto-5.2.5')
    const failure =
      (await runFor(mostMinutes, python, ['-m', 'venv', folder], folder)) ??
      (await runFor(mostMinutes, join(folder, 'bin', 'pip'), ['install', '--quiet', requirement], folder))
    return failure === undefined ? undefined : `installing moto ${failure}`
  },
  start: async () =>
    startServer({
      file: await fileOf(),
      parameters: (port) => ['-H', '127.0.0.1', '-p', String(port)],
      environment: {},
      readyPattern: /Running on http/,
    }),
  // It looks at no signature, which is where the drivers differ.
  drivers: ['s3'],
  skip: {
    'another driver continues what the first one closed': wrongDocument,
    'another driver continues after the first one vanished in the middle of several parts, with nothing closed':
      wrongDocument,
    'an upload is continued where a part ends, and a byte before and behind it': wrongDocument,
  },
}
