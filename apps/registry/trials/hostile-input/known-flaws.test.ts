import { once } from 'node:events'
import { rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { artifactManifest, descriptorOf, dockerImage, ociImage, ociIndex } from '../../src/testing/manifests.ts'
import { digestOf, errorCodes, pushBlob, pushImage, putManifest } from '../../src/testing/push.ts'
import { beginUpload, patchUpload, pathOf, refusalOf } from '../../src/testing/upload.ts'
import { openConnection } from './support/held-connection.ts'
import { peakBytes, residentBytes } from './support/process-state.ts'
import { ask, requestBytes } from './support/raw-exchange.ts'
import { blobText, name, useVictim } from './support/use-victim.ts'
import { Victim } from './support/victim.ts'

/* What other registries had to mend, tried here: each test has the number under which it became known. */

const victim = useVictim()
const other = 'victim/other'
const statusOf = async (path: string, init?: RequestInit): Promise<number> => {
  const response = await victim().fetch(path, init)
  await response.arrayBuffer()
  return response.status
}

it('CVE-2017-11468: a manifest that never ends is refused at its limit, and costs no more than that', async () => {
  const before = await residentBytes(victim().pid)
  const socket = await openConnection(victim())
  const headers = ['Transfer-Encoding: chunked', `Content-Type: ${ociImage}`]
  socket.write(requestBytes({ method: 'PUT', target: `/v2/${name}/manifests/endless`, headers }))
  const piece = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(2 ** 20, 32), Buffer.from('\r\n')])
  let answer = ''
  const peak = await peakBytes(victim().pid, async () => {
    const answered = once(socket, 'data')
    const closed = new AbortController()
    socket.once('close', () => closed.abort())
    // As long as it is listened to: more than a manifest by far.
    for (let sent = 0; sent < 64 && !socket.destroyed && socket.writable; sent += 1) {
      if (!socket.write(piece)) await once(socket, 'drain', { signal: closed.signal }).catch(() => undefined)
    }
    answer = String(((await answered) as [Buffer])[0])
  })
  socket.destroy()
  expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*MANIFEST_INVALID/)
  expect((peak - before) / 2 ** 20).toBeLessThan(20)
})

it('CVE-2023-2253 (GHSA-hqxw-f8mx-cpmw): a huge n makes no list longer, and no memory be set aside', async () => {
  const before = await residentBytes(victim().pid)
  for (const n of [999_999_999, 2 ** 31, 2 ** 53, -1]) {
    for (const path of ['/v2/_catalog', `/v2/${name}/tags/list`, `/v2/${name}/referrers/${digestOf('x')}`]) {
      expect([200, 400]).toContain(await statusOf(`${path}?n=${n}`))
    }
  }
  expect(((await residentBytes(victim().pid)) - before) / 2 ** 20).toBeLessThan(30)
})

describe('CVE-2021-41190 (GHSA-qq97-vm5h-rrhg): what could be read as two kinds of manifest is refused', () => {
  const image = artifactManifest()
  const index = { schemaVersion: 2, mediaType: ociIndex, manifests: [] }
  it.each([
    ['an image with manifests', { ...image, manifests: [] }, ociImage],
    ['an index with layers', { ...index, layers: [] }, ociIndex],
    ['an index with a config', { ...index, config: image['config'] }, ociIndex],
    ['an image of schema 1 and 2', { ...image, fsLayers: [] }, ociImage],
    ['an image pushed as an index', image, ociIndex],
    ['an index pushed as an image', index, ociImage],
    ['an OCI image pushed as a Docker one', image, dockerImage],
    ['an index without mediaType pushed as an image', { schemaVersion: 2, manifests: [] }, ociImage],
    ['an image without mediaType pushed as an index', { ...image, mediaType: undefined }, ociIndex],
  ])('%s', async (_, manifest, mediaType) => {
    const { response } = await putManifest(victim(), name, 'confused', manifest, mediaType)
    expect(response.status).toBe(400)
    expect(await errorCodes(response)).toEqual(['MANIFEST_INVALID'])
  })

  it('by a key that comes twice, too: what counts is the last one, whoever reads it', async () => {
    const body = JSON.stringify(image).replace('{', `{"mediaType":"${ociIndex}",`)
    const { response } = await putManifest(victim(), name, 'twice', body, ociIndex)
    expect(response.status).toBe(400)
  })
})

it('CVE-2026-35172 (GHSA-f2g3-hh2r-cwgc): a deleted blob does not become readable again by what another repository does', async () => {
  const digest = await pushBlob(victim(), name, 'to be deleted')
  await pushBlob(victim(), other, 'to be deleted')
  const path = `/v2/${name}/blobs/${digest}`
  expect(await statusOf(path)).toBe(200)
  expect(await statusOf(path, { method: 'DELETE' })).toBe(202)
  for (let time = 0; time < 3; time += 1) {
    expect(await statusOf(`/v2/${other}/blobs/${digest}`)).toBe(200)
    expect(await statusOf(`/v2/${other}/blobs/${digest}`, { method: 'HEAD' })).toBe(200)
    expect(await statusOf(path)).toBe(404)
    expect(await statusOf(path, { method: 'HEAD' })).toBe(404)
    expect(await statusOf(path, { headers: { range: 'bytes=0-1' } })).toBe(404)
    expect(await statusOf(path, { headers: { 'if-none-match': `"${digest}"` } })).toBe(404)
  }
})

describe('CVE-2026-41888 (GHSA-6pjf-3r9x-m592): whatever may not be deleted or written stays as it is', () => {
  it.each([
    ['deletion is off', ['delete: { enabled: false }'], false],
    ['the registry is read-only', ['maintenance: { readonly: { enabled: true } }'], true],
  ])('while %s', async (_, storage, isReadOnly) => {
    const writable = await Victim.start()
    const { digest } = await pushImage(writable, name, 'latest')
    const blob = await pushBlob(writable, name, blobText)
    const location = pathOf(await beginUpload(writable, name))
    await using strict = await Victim.start({ folder: writable.folder, storage, deleteEnabled: isReadOnly })
    const writes: [string, string][] = [
      ['DELETE', `manifests/latest`],
      ['DELETE', `manifests/${digest}`],
      ['DELETE', `blobs/${blob}`],
    ]
    if (isReadOnly) {
      writes.push(['PUT', 'manifests/latest'], ['PUT', `manifests/${digest}?tag=new`], ['POST', 'blobs/uploads/'])
      writes.push(['POST', `blobs/uploads/?mount=${blob}&from=${name}`], ['POST', `blobs/uploads/?digest=${blob}`])
      for (const method of ['PATCH', 'PUT', 'DELETE']) writes.push([method, location.replace(`/v2/${name}/`, '')])
    }
    for (const [method, path] of writes) {
      const answer = strict.fetch(`/v2/${name}/${path}`, { method })
      expect(await refusalOf(answer)).toEqual([405, 'UNSUPPORTED'])
    }
    for (const path of ['manifests/latest', `manifests/${digest}`, `blobs/${blob}`]) {
      expect((await strict.fetch(`/v2/${name}/${path}`, { method: 'HEAD' })).status).toBe(200)
    }
    await writable[Symbol.asyncDispose]()
  })
})

describe('CVE-2024-39897 (GHSA-55r9-5mx9-qq7r): bytes that another repository holds are not shown', () => {
  const secretText = 'only in the other repository'
  const digest = digestOf(secretText)
  let manifest: string
  beforeAll(async () => {
    await pushBlob(victim(), other, secretText)
    manifest = (await pushImage(victim(), other, 'latest')).digest
    // So that whatever is remembered is remembered.
    await statusOf(`/v2/${other}/blobs/${digest}`)
    await statusOf(`/v2/${other}/manifests/${manifest}`)
  })

  it('by pulling', async () => {
    for (const method of ['GET', 'HEAD']) {
      expect(await statusOf(`/v2/${name}/blobs/${digest}`, { method })).toBe(404)
      expect(await statusOf(`/v2/${name}/manifests/${manifest}`, { method })).toBe(404)
      expect(await statusOf(`/v2/${name}/blobs/${manifest}`, { method })).toBe(404)
      expect(await statusOf(`/v2/victim/blobs/${digest}`, { method })).toBe(404)
    }
  })

  it('by a mount from a repository that does not hold them', async () => {
    for (const from of ['victim/app', 'victim/none', 'victim']) {
      const path = `/v2/victim/third/blobs/uploads/?mount=${digest}&from=${from}`
      expect(await statusOf(path, { method: 'POST' })).toBe(202)
      expect(await statusOf(`/v2/victim/third/blobs/${digest}`)).toBe(404)
    }
  })

  it('by a manifest that refers to them', async () => {
    const layers = [descriptorOf(secretText, 'application/vnd.oci.image.layer.v1.tar')]
    const { response } = await putManifest(victim(), name, 'stolen', artifactManifest({ layers }))
    expect(response.status).toBe(400)
    const subject = { mediaType: ociImage, digest: manifest, size: 5 }
    const referrer = await putManifest(victim(), name, 'referrer', artifactManifest({ subject }))
    expect(referrer.response.status).toBe(201)
    expect(await (await victim().fetch(`/v2/${other}/referrers/${manifest}`)).text()).toContain('"manifests":[]')
  })

  it('by claiming their digest with other bytes', async () => {
    const path = `/v2/${name}/blobs/uploads/?digest=${digest}`
    expect(await statusOf(path, { method: 'POST', body: 'x'.repeat(secretText.length) })).toBe(400)
    expect(await statusOf(`/v2/${name}/blobs/${digest}`)).toBe(404)
  })
})

it('CVE-2025-48374: the log shows no credentials, cookies, states or signatures, wherever a request has them', async () => {
  const location = pathOf(await beginUpload(victim(), name))
  await patchUpload(victim(), location, 'x')
  const state = new URLSearchParams(location.slice(location.indexOf('?'))).get('_state') ?? ''
  const secrets = ['c2VjcmV0OnNlY3JldA', 'eyJhbGciOiJub25lIn0', 'sessionsecret', 'signaturesecret', 'passwordsecret']
  const [basic = '', bearer = '', cookie = '', signature = '', password = ''] = secrets
  const signed = `X-Amz-Signature=${signature}&Signature=${signature}&q-signature=${signature}&sig=${signature}`
  const targets = [
    `/v2/${name}/blobs/uploads/x?${signed}&token=${bearer}`,
    `http://user:${password}@registry.test/v2/${name}/tags/list?access_token=${bearer}`,
    `/v2/${name}/manifests/none?a&_state=${encodeURIComponent(state)}`,
    `/elsewhere?_state=${state}&${signed}`,
  ]
  for (const target of targets) {
    for (const authorization of [`Basic ${basic}`, `Bearer ${bearer}`]) {
      const headers = [
        `Authorization: ${authorization}`,
        `Proxy-Authorization: ${authorization}`,
        `Cookie: session=${cookie}`,
        `Referer: https://user:${password}@store.example/?${signed}`,
        `User-Agent: ${authorization}`,
        `X-Api-Key: ${cookie}`,
      ]
      await ask(victim(), { target, headers })
      await ask(victim(), { target: target.replace('http://', 'HTTP://'), headers, method: 'PUT', body: 'x' })
    }
  }
  const lines = victim().output().split('\n')
  for (const text of [...secrets, state, encodeURIComponent(state), state.slice(0, 40)]) {
    expect(lines.filter((line) => line.includes(text)).map((line) => line.slice(0, 1000))).toEqual([])
  }
})

describe('CVE-2020-15157: what a foreign layer names is never asked for, and not taken unless allowed', () => {
  it('by the registry', async () => {
    const asked: string[] = []
    const bait = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end()
    })
    bait.listen(0, '127.0.0.1')
    await once(bait, 'listening')
    const url = `http://127.0.0.1:${(bait.address() as AddressInfo).port}/layer`
    const layer = descriptorOf('elsewhere', 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', {
      urls: [url],
    })
    const body = artifactManifest({ layers: [layer] })
    expect((await putManifest(victim(), name, 'foreign', body)).response.status).toBe(400)
    await using lenient = await Victim.start({ sections: ["validation: { manifests: { urls: { allow: ['.*'] } } }"] })
    await pushBlob(lenient, name, '{}')
    expect((await putManifest(lenient, name, 'foreign', body)).response.status).toBe(201)
    const pulled = await lenient.fetch(`/v2/${name}/blobs/${String(layer['digest'])}`)
    expect(pulled.status).toBe(404)
    bait.close()
    expect(asked).toEqual([])
  })

  it.each(['file:///etc/passwd', 'gopher://x/', 'javascript:alert(1)', '//x/y', 'http://x/#y', 'x'.repeat(10_000)])(
    'not even as %.40s, where all are allowed',
    async (url) => {
      await using lenient = await Victim.start({ sections: ["validation: { manifests: { urls: { allow: ['.*'] } } }"] })
      await pushBlob(lenient, name, '{}')
      const layer = descriptorOf('x', 'application/vnd.oci.image.layer.nondistributable.v1.tar', { urls: [url] })
      const { response } = await putManifest(lenient, name, 'foreign', artifactManifest({ layers: [layer] }))
      expect(response.status).toBe(400)
    },
  )
})

it('CVE-2020-29662 (GO-2022-0785): no other spelling of its path gives the catalog', async () => {
  for (const target of [
    '/v2//_catalog',
    '//v2/_catalog',
    '/v2/_catalog/',
    '/v2/./_catalog',
    '/v2/%5fcatalog/',
    '/V2/_catalog',
    '/v2/_Catalog',
    '/v2/x/../_catalog',
    '/v2/_catalog;x',
    '/v2/_catalog%00',
  ]) {
    const answer = await ask(victim(), { target })
    expect([400, 404]).toContain(answer.status)
    expect(answer.body).not.toContain(name)
  }
})

it('GO-2024-2915: no redirect leads to another host', async () => {
  for (const target of [
    '/v2',
    '//evil.example/v2',
    '/v2?next=//evil.example',
    '/\\evil.example/v2',
    'http://evil.example/v2',
    '/v2/..//evil.example',
  ]) {
    const { headers } = await ask(victim(), {
      target,
      headers: ['Host: evil.example', 'X-Forwarded-Host: evil.example'],
    })
    expect([undefined, '/v2/']).toContain(headers['location'])
  }
})

describe('GHSA-j7jh-fmcm-xxwv: there is no key that all installations share', () => {
  let plain: Victim
  beforeAll(async () => {
    plain = await Victim.start({ secret: '' })
  })
  afterAll(() => plain[Symbol.asyncDispose]())

  it('each makes its own, with which no other one signs', async () => {
    await using another = await Victim.start({ secret: '' })
    const location = pathOf(await beginUpload(plain, name))
    expect(await refusalOf(patchUpload(another, location, 'x'))).toEqual([404, 'BLOB_UPLOAD_INVALID'])
    expect((await patchUpload(plain, location, 'x')).status).toBe(202)
  })

  it('and shows it to nobody', async () => {
    for (const path of [
      '/moorage/upload-secret',
      '/v2/moorage/upload-secret',
      '/v2/moorage/blobs/upload-secret',
      '/v2/../moorage/upload-secret',
    ]) {
      expect((await ask(plain, { target: path })).status).toBeGreaterThanOrEqual(400)
    }
  })
})

it('a symbolic link in the store leads nobody out of it', async () => {
  await using own = await Victim.start()
  const digest = await pushBlob(own, name, blobText)
  const digits = digest.slice('sha256:'.length)
  const file = join(own.root, 'docker/registry/v2/blobs/sha256', digits.slice(0, 2), digits, 'data')
  await rm(file)
  await symlink(join(own.folder, 'private.txt'), file)
  await using later = await Victim.start({ folder: own.folder })
  const answer = await ask(later, { target: `/v2/${name}/blobs/${digest}` })
  expect(answer.body).not.toContain('not to be read')
  expect(answer.body).not.toContain(own.folder)
  expect(answer.status).toBeGreaterThanOrEqual(400)
})
