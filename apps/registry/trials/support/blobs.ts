import type { Site } from '../../src/testing/start-test-registry.ts'

/** The bytes of a blob; undefined where the repository does not have it. */
export async function readBlob(site: Site, name: string, digest: string): Promise<Buffer | undefined> {
  const response = await site.fetch(`/v2/${name}/blobs/${digest}`)
  const bytes = Buffer.from(await response.arrayBuffer())
  if (response.status === 404) return undefined
  if (response.status !== 200) throw new Error(`the blob was answered ${response.status}: ${String(bytes)}`)
  return bytes
}
