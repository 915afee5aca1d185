import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createPattern, digestOf } from './content.ts'
import { createManifest, describeConfig, describeLayer } from './manifest.ts'

const config = createPattern(512, 1)
const layer = createPattern(512, 2)
const manifest = createManifest(describeConfig(config), [describeLayer(layer)])

/** The path of a digest in both layouts: sha256/<digits>. */
const inFolders = (content: Buffer): string => digestOf(content).replace(':', '/')

export const seededTagsRepository = 'seeded/tags'

/** One image with many tags, as the Go registry would have stored it. */
export function seedTags(dataFolder: string, count: number): void {
  writeBlobs(dataFolder)
  const repository = repositoryFolder(dataFolder, seededTagsRepository)
  writeLayersAndRevision(repository)
  for (let index = 0; index < count; index += 1) writeTag(repository, itemName(index))
}

/** Many repositories without tags, a hundred in a folder. */
export function seedRepositories(dataFolder: string, count: number): void {
  writeBlobs(dataFolder)
  for (let index = 0; index < count; index += 1) {
    writeLayersAndRevision(repositoryFolder(dataFolder, seededRepository(index)))
  }
}

/** In byte order of the names. */
export function seededRepository(index: number): string {
  return `group-${String(Math.floor(index / 100)).padStart(4, '0')}/${itemName(index)}`
}

/** The same tags as an OCI image layout. */
export function seedTagsOfImageLayout(dataFolder: string, count: number): void {
  const repository = join(dataFolder, seededTagsRepository)
  write(join(repository, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
  for (const content of [config, layer, manifest]) write(join(repository, 'blobs', inFolders(content)), content)
  const { mediaType } = JSON.parse(manifest.toString()) as { mediaType: string }
  const manifests = Array.from({ length: count }, (_, index) => ({
    mediaType,
    digest: digestOf(manifest),
    size: manifest.length,
    annotations: { 'org.opencontainers.image.ref.name': itemName(index) },
  }))
  write(join(repository, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }))
}

function itemName(index: number): string {
  return `item-${String(index).padStart(6, '0')}`
}

const root = 'docker/registry/v2'

function repositoryFolder(dataFolder: string, name: string): string {
  return join(dataFolder, root, 'repositories', name)
}

function writeBlobs(dataFolder: string): void {
  for (const content of [config, layer, manifest]) {
    const path = inFolders(content).replace(/\/(..)/, '/$1/$1')
    write(join(dataFolder, root, 'blobs', path, 'data'), content)
  }
}

function writeLayersAndRevision(repository: string): void {
  for (const content of [config, layer]) {
    write(join(repository, '_layers', inFolders(content), 'link'), digestOf(content))
  }
  write(join(repository, '_manifests/revisions', inFolders(manifest), 'link'), digestOf(manifest))
}

function writeTag(repository: string, tag: string): void {
  const folder = join(repository, '_manifests/tags', tag)
  write(join(folder, 'current/link'), digestOf(manifest))
  write(join(folder, 'index', inFolders(manifest), 'link'), digestOf(manifest))
}

function write(file: string, content: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
