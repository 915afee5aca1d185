import { account, type ForeignServerKind } from './foreign-server.ts'
import { fileOf, type GoProgram, prepareGoProgram } from './go-program.ts'
import { startServer } from './start-server.ts'

const program: GoProgram = {
  name: 'minio',
  module: 'github.com/minio/minio',
  version: 'v0.0.0-20260212201848-7aac2a2c5b7c',
  package: '',
}

/** Under the AGPL: it is run here, and never brought along. */
export const minio: ForeignServerKind = {
  name: 'minio',
  prepare: () => prepareGoProgram(program),
  start: async () =>
    startServer({
      file: await fileOf(program),
      parameters: (port, folder) => ['server', '--address', `127.0.0.1:${port}`, folder],
      environment: {
        MINIO_ROOT_USER: account.accesskey,
        MINIO_ROOT_PASSWORD: account.secretkey,
        MINIO_BROWSER: 'off',
      },
      readyPattern: /API: http/,
    }),
  drivers: ['s3', 'scs'],
  skip: {
    'files are put into a directory that is deleted over and over, without an error':
      'MinIO keeps objects in folders, and now and then refuses one whose folder is deleted at the same time',
  },
}
