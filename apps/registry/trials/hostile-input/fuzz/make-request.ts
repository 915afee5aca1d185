import {
  artifactManifest,
  descriptorOf,
  dockerImage,
  ociArtifact,
  ociImage,
  ociIndex,
} from '../../../src/testing/manifests.ts'
import { digestOf } from '../../../src/testing/push.ts'
import type { Random } from '../../support/random.ts'
import type { RawRequest } from '../support/raw-exchange.ts'
import type { FuzzMemory } from './fuzz-memory.ts'
import { mangle, mangleJson } from './words.ts'

type Maker = (random: Random, memory: FuzzMemory) => RawRequest

/** A request that is right, or nearly. */
export function makeRequest(random: Random, memory: FuzzMemory): RawRequest {
  const made = random.pick(makers)(random, memory)
  const method = random.next() < 0.05 ? random.pick(methods) : (made.method ?? 'GET')
  const headers = [...(made.headers ?? []), ...randomHeaders(random, memory)].map((line) => mangleHeader(random, line))
  const target = mangle(random, made.target ?? '/v2/', 0.1)
  const body =
    made.body === undefined ? {} : { body: random.next() < 0.05 ? mangle(random, String(made.body), 1) : made.body }
  const version = random.next() < 0.01 ? mangle(random, 'HTTP/1.1', 1) : 'HTTP/1.1'
  return frame(random, { method, target, version, headers, ...body })
}

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PURGE',
  'get',
] as const

const makers: readonly [Maker, ...Maker[]] = [
  pull,
  pull,
  beginUpload,
  pushWhole,
  goOn,
  goOn,
  pushManifest,
  pushManifest,
  list,
  remove,
]

function pull(random: Random, memory: FuzzMemory): RawRequest {
  const method = random.pick(['GET', 'HEAD'])
  const name = mangle(random, memory.name())
  const target = random.pick([
    `/v2/${name}/manifests/${mangle(random, memory.tag())}`,
    `/v2/${name}/manifests/${mangle(random, memory.manifestDigest())}`,
    `/v2/${name}/blobs/${mangle(random, memory.blobDigest())}`,
    `/v2/${name}/blobs/${mangle(random, memory.manifestDigest())}`,
    '/v2/',
    '/',
  ])
  return { method, target }
}

function beginUpload(random: Random, memory: FuzzMemory): RawRequest {
  const query = random.pick([
    '',
    '',
    `?mount=${mangle(random, memory.blobDigest())}&from=${mangle(random, memory.name())}`,
    `?mount=${mangle(random, memory.blobDigest())}`,
    `?digest-algorithm=${mangle(random, 'sha512')}`,
  ])
  return { method: 'POST', target: `/v2/${mangle(random, memory.name())}/blobs/uploads/${query}` }
}

function pushWhole(random: Random, memory: FuzzMemory): RawRequest {
  const body = memory.bytes()
  const digest = mangle(random, random.next() < 0.1 ? memory.blobDigest() : digestOf(body))
  return { method: 'POST', target: `/v2/${memory.name()}/blobs/uploads/?digest=${digest}`, body }
}

function goOn(random: Random, memory: FuzzMemory): RawRequest {
  const location = mangle(random, memory.location(), 0.1)
  const body = memory.bytes()
  const digest = mangle(random, digestOf(body, random.next() < 0.2 ? 'sha512' : 'sha256'))
  const start = random.pick([0, 0, body.length, 5])
  const headers = random.next() < 0.5 ? [] : [`Content-Range: ${mangle(random, `${start}-${start + body.length - 1}`)}`]
  return random.pick<RawRequest>([
    { method: 'PATCH', target: location, headers, body },
    { method: 'PUT', target: `${location}&digest=${digest}`, headers, body },
    { method: 'PUT', target: `${location}&digest=${digest}` },
    { method: 'GET', target: location },
    { method: 'GET', target: location.replace(/\?.*/, '') },
    { method: 'DELETE', target: location },
  ])
}

function pushManifest(random: Random, memory: FuzzMemory): RawRequest {
  const mediaType = random.pick([ociImage, ociImage, ociIndex, dockerImage, ociArtifact])
  const body = JSON.stringify(mangleJson(random, manifestOf(random, memory, mediaType)))
  const digest = digestOf(body, random.next() < 0.2 ? 'sha512' : 'sha256')
  memory.keepManifest(digest)
  const reference = random.pick([
    memory.tag(),
    memory.tag(),
    digest,
    `${digest}?tag=${mangle(random, memory.tag())}&tag=x`,
  ])
  return {
    method: 'PUT',
    target: `/v2/${memory.name()}/manifests/${mangle(random, reference, 0.05)}`,
    headers: [`Content-Type: ${mangle(random, mediaType, 0.05)}`],
    body,
  }
}

function manifestOf(random: Random, memory: FuzzMemory, mediaType: string): object {
  const subject =
    random.next() < 0.3 ? { subject: { mediaType: ociImage, digest: memory.manifestDigest(), size: 3 } } : {}
  const annotations = { annotations: { turn: String(random.below(50)) } }
  const common = { mediaType, ...annotations, ...subject }
  if (mediaType === ociIndex) {
    return {
      schemaVersion: 2,
      ...common,
      manifests: [{ mediaType: ociImage, digest: memory.manifestDigest(), size: 3 }],
    }
  }
  const layers = [descriptorOf(memory.bytes(), 'application/vnd.oci.image.layer.v1.tar')]
  if (mediaType === ociArtifact) return { ...common, artifactType: 'application/x', blobs: layers }
  return artifactManifest({ ...common, layers })
}

function list(random: Random, memory: FuzzMemory): RawRequest {
  const name = mangle(random, memory.name())
  const target = random.pick([
    `/v2/${name}/tags/list`,
    `/v2/${name}/tags/list?n=${mangle(random, '2')}&last=${mangle(random, memory.tag())}`,
    `/v2/_catalog?n=${mangle(random, '2')}&last=${mangle(random, memory.name())}`,
    `/v2/${name}/referrers/${mangle(random, memory.manifestDigest())}`,
    `/v2/${name}/referrers/${memory.manifestDigest()}?artifactType=${mangle(random, 'application/x')}&last=${mangle(random, memory.manifestDigest())}`,
  ])
  return { method: random.pick(['GET', 'HEAD']), target }
}

function remove(random: Random, memory: FuzzMemory): RawRequest {
  const target = random.pick([
    `manifests/${memory.tag()}`,
    `manifests/${memory.manifestDigest()}`,
    `blobs/${memory.blobDigest()}`,
  ])
  return { method: 'DELETE', target: `/v2/${memory.name()}/${mangle(random, target)}` }
}

function randomHeaders(random: Random, memory: FuzzMemory): string[] {
  const all = [
    `Range: bytes=${random.below(9)}-${random.below(9)}`,
    'Range: bytes=-5',
    `If-None-Match: "${memory.manifestDigest()}"`,
    `If-Range: "${memory.blobDigest()}"`,
    `Accept: ${ociImage}, ${ociIndex};q=0.5`,
    'X-Forwarded-Proto: https',
    'X-Forwarded-Host: fuzz.example:80',
    'Forwarded: proto=https;host="fuzz.example"',
    'Authorization: Basic dXNlcjpwYXNzd29yZA==',
    'Content-Type: application/octet-stream',
    'Expect: 100-continue',
    'Content-Encoding: gzip',
    'Host: fuzz.example',
    'Connection: keep-alive, Upgrade',
  ] as const
  return all.filter(() => random.next() < 0.05)
}

function mangleHeader(random: Random, line: string): string {
  const colon = line.indexOf(':')
  return random.next() < 0.02
    ? mangle(random, line, 1)
    : `${line.slice(0, colon)}: ${mangle(random, line.slice(colon + 2), 0.08)}`
}

/** Tells how long the body is: mostly rightly. */
function frame(random: Random, request: RawRequest): RawRequest {
  const { headers = [], body } = request
  if (body === undefined)
    return random.next() < 0.02 ? { ...request, headers: [...headers, 'Content-Length: 7'] } : request
  const length = Buffer.byteLength(body)
  const chunked = `${length.toString(16)}\r\n${String(body)}\r\n${length === 0 ? '' : '0\r\n\r\n'}`
  switch (random.below(30)) {
    case 0:
      return { ...request, headers: [...headers, `Content-Length: ${mangle(random, String(length), 1)}`] }
    case 1:
      return { ...request, headers: [...headers, 'Transfer-Encoding: chunked'] }
    case 2:
      return { ...request, headers: [...headers, 'Transfer-Encoding: chunked', `Content-Length: ${length}`] }
    case 3:
      return { ...request, headers: [...headers, 'Transfer-Encoding: chunked'], body: mangle(random, chunked, 1) }
    case 4:
    case 5:
    case 6:
      return { ...request, headers: [...headers, 'Transfer-Encoding: chunked'], body: chunked }
    default:
      return { ...request, headers: [...headers, `Content-Length: ${length}`] }
  }
}
