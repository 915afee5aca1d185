import type { Site } from '../../src/testing/start-test-registry.ts'

/** The repositories of a site, page by page. */
export async function listRepositories(site: Site, pageSize = 2): Promise<string[]> {
  return listAll(site, `/v2/_catalog?n=${pageSize}`, 'repositories')
}

export async function listTags(site: Site, name: string): Promise<string[]> {
  return listAll(site, `/v2/${name}/tags/list`, 'tags')
}

async function listAll(site: Site, path: string, field: string): Promise<string[]> {
  const found: string[] = []
  for (let next: string | undefined = path; next !== undefined;) {
    const response = await site.fetch(next)
    if (response.status !== 200) throw new Error(`${next} was answered ${response.status}`)
    const page = (await response.json()) as Record<string, string[] | null>
    found.push(...(page[field] ?? []))
    next = /<([^>]+)>; *rel="next"/.exec(response.headers.get('link') ?? '')?.[1]
  }
  return found
}
