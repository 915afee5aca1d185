import { account, type ForeignServerKind } from './foreign-server.ts'
import { fileOf, type GoProgram, prepareGoProgram } from './go-program.ts'
import { startServer } from './start-server.ts'

const program: GoProgram = {
  name: 'versitygw',
  module: 'github.com/versity/versitygw',
  version: 'v1.8.0',
  package: 'cmd/versitygw',
}

export const versitygw: ForeignServerKind = {
  name: 'versitygw',
  prepare: () => prepareGoProgram(program),
  start: async () =>
    startServer({
      file: await fileOf(program),
      parameters: (port, folder) => ['--port', `127.0.0.1:${port}`, 'posix', folder],
      environment: { ROOT_ACCESS_KEY: account.accesskey, ROOT_SECRET_KEY: account.secretkey },
      readyPattern: /service listening on/,
    }),
  drivers: ['s3', 'scs'],
  skip: {
    'files are put into a directory that is deleted over and over, without an error':
      'versitygw keeps objects in folders, and refuses one whose folder is made and deleted at the same time',
  },
}
