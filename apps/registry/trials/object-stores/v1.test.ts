import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultAccount } from '@moorage/object-store-emulator'
import { describe, expect, test } from 'vitest'
import { startDaemon } from '../../clients/support/daemon.ts'
import { readBlobDigests, writeLayout } from '../../clients/support/oci-layout.ts'
import { runCommand } from '../../clients/support/run-command.ts'
import { findSkipReason } from '../../clients/support/skip-reason.ts'
import { createTemporaryFolder } from '../../clients/support/temporary-folder.ts'
import { main } from '../support/site.ts'
import { startEmulatedStore } from './support/emulated-store.ts'
import { signedByUrl } from './support/signed-by-url.ts'
import { kindOf } from './support/store-kinds.ts'

const { id, secret } = defaultAccount
const kind = kindOf('oss')

const flavours = `
common: &common
  loglevel: info
  disable_token_auth: true
  storage_redirect: _env:STORAGE_REDIRECT:false
  search_backend: '_env:SEARCH_BACKEND:'
  sqlalchemy_index_database: _env:SQLALCHEMY_INDEX_DATABASE:sqlite:////tmp/docker-registry.db
oss: &oss
  <<: *common
  storage: alioss
  storage_path: _env:STORAGE_PATH
  oss_bucket: _env:OSS_BUCKET
  oss_accessid: _env:OSS_KEY
  oss_accesskey: _env:OSS_SECRET
  oss_endpoint: _env:OSS_ENDPOINT
`

/** With a file of flavours, and with nothing but variables. */
const forms = [
  ['a file of flavours', flavours],
  ['variables alone', undefined],
] as const

describe('a registry on OSS with the configuration of the first docker-registry', () => {
  test.for(
    forms.flatMap(([title, file]) =>
      [true, false].map((redirects) => [title, redirects ? 'on' : 'off', file] as const),
    ),
  )('by %s, redirects %s, takes an image from skopeo and gives it back', async ([, redirects, file], context) => {
    const reason = await findSkipReason(['skopeo'])
    if (reason !== undefined) context.skip(reason)
    await using folder = await createTemporaryFolder()
    await using store = await startEmulatedStore(kind)
    const path = join(folder.path, 'v1.yml')
    if (file !== undefined) await writeFile(path, file)
    await using daemon = await startDaemon(process.execPath, [main, 'serve', ...(file === undefined ? [] : [path])], {
      workingFolder: folder.path,
      environment: {
        SETTINGS_FLAVOR: 'oss',
        STORAGE_PATH: '/registry/',
        STORAGE_REDIRECT: String(redirects === 'on'),
        OSS_BUCKET: kind.bucket,
        OSS_KEY: id,
        OSS_SECRET: secret,
        OSS_ENDPOINT: store.emulator.url,
        REGISTRY_STORAGE_OSS_REDIRECTENDPOINT: store.emulator.url,
        SEARCH_BACKEND: 'sqlalchemy',
        SQLALCHEMY_INDEX_DATABASE: `sqlite:///${join(folder.path, 'index.db')}`,
        REGISTRY_HTTP_ADDR: '127.0.0.1:0',
      },
      readyPattern: /listening on http:\/\/(127\.0\.0\.1:\d+)/,
    })
    const image = await writeLayout(join(folder.path, 'original'), 'original')
    const reference = `docker://${daemon.ready[1]}/team/app:1`
    const copy = ['--insecure-policy', 'copy', '--all', '--preserve-digests']
    const original = `oci:${join(folder.path, 'original')}:original`
    await runCommand('skopeo', [...copy, '--dest-tls-verify=false', original, reference])
    await runCommand('skopeo', [...copy, '--src-tls-verify=false', reference, `oci:${join(folder.path, 'copy')}:copy`])
    expect(await readBlobDigests(join(folder.path, 'copy'))).toEqual(
      await readBlobDigests(join(folder.path, 'original')),
    )
    const manifest = await fetch(`http://${daemon.ready[1]}/v2/team/app/manifests/1`)
    expect(manifest.headers.get('docker-content-digest')).toBe(image.index.digest)
    const found = await fetch(`http://${daemon.ready[1]}/v1/search?q=app`)
    expect(await found.json()).toMatchObject({ num_results: 1, results: [{ name: 'team/app' }] })
    const keys = store.bucket.objects().map(({ key }) => key)
    expect(keys.filter((key) => !key.startsWith('registry/'))).toEqual([])
    expect(store.emulator.requests.list('GetObject').some(signedByUrl)).toBe(redirects === 'on')
  })
})
