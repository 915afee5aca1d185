import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  artifactManifest,
  descriptorOf,
  dockerImage,
  emptyJson,
  ociArtifact,
  ociImage,
  ociIndex,
} from '../testing/manifests.ts'
import { digestOf, errorCodes, type PushedManifest, pushBlob, pushImage, putManifest } from '../testing/push.ts'
import { rawRequest } from '../testing/raw-request.ts'
import { startTestRegistry, type TestRegistry } from '../testing/start-test-registry.ts'
import { storedPath } from '../testing/stored-files.ts'
import { type TestStore, testStores } from '../testing/test-stores.ts'

interface Referrer {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly artifactType?: string
  readonly annotations?: Readonly<Record<string, string>>
}

describe.each(testStores)('GET /v2/<name>/referrers/<digest>, over $kind', (tested) => {
  let store: TestStore
  let registry: TestRegistry

  beforeAll(async () => {
    store = await tested.create()
    registry = await startTestRegistry({ storage: { cache: { lifetime: '0s' } } }, { driver: await store.open() })
  })
  afterAll(async () => {
    await registry[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  const list = (name: string, digest: string, query = ''): Promise<Response> =>
    registry.fetch(`/v2/${name}/referrers/${digest}${query}`)
  async function referrersOf(response: Response): Promise<readonly Referrer[]> {
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(ociIndex)
    const index = (await response.json()) as { manifests: readonly Referrer[] }
    expect(index).toEqual({ schemaVersion: 2, mediaType: ociIndex, manifests: index.manifests })
    return index.manifests
  }
  const digestsOf = async (response: Response): Promise<readonly string[]> =>
    (await referrersOf(response)).map((referrer) => referrer.digest)
  const remove = async (name: string, reference: string): Promise<void> => {
    const response = await registry.fetch(`/v2/${name}/manifests/${reference}`, { method: 'DELETE' })
    expect(response.status).toBe(202)
  }

  /** Pushes a manifest by its digest alone. */
  async function push(name: string, manifest: object, mediaType = ociImage): Promise<PushedManifest> {
    await pushBlob(registry, name, emptyJson)
    const bytes = JSON.stringify(manifest)
    const pushed = await putManifest(registry, name, digestOf(bytes), bytes, mediaType)
    expect(pushed.response.status).toBe(201)
    return pushed
  }
  async function pushSubject(name: string): Promise<Record<string, unknown> & { digest: string }> {
    const { digest, bytes } = await pushImage(registry, name, 'subject')
    return { ...descriptorOf(bytes, ociImage), digest }
  }

  it('answers an empty index for what has no referrers, is no manifest, or lies in no repository', async () => {
    const subject = await pushSubject('none/app')
    for (const [name, digest] of [
      ['none/app', subject.digest],
      ['none/app', digestOf('missing')],
      ['none/app', digestOf('missing', 'sha512')],
      ['none/unknown', subject.digest],
    ] as const) {
      const response = await list(name, digest)
      expect(response.headers.has('link')).toBe(false)
      expect(response.headers.has('oci-filters-applied')).toBe(false)
      expect(await referrersOf(response)).toEqual([])
    }
  })

  it('describes a referrer by its type, digest, size, artifact type and annotations', async () => {
    const subject = await pushSubject('described/app')
    const annotations = { 'org.opencontainers.image.created': '2026-01-01T00:00:00Z', name: 'caf\u00e9' }
    const { digest, bytes } = await push('described/app', artifactManifest({ subject, annotations }))
    expect(await referrersOf(await list('described/app', subject.digest))).toEqual([
      {
        mediaType: ociImage,
        digest,
        size: Buffer.byteLength(bytes),
        artifactType: 'application/vnd.example.sbom',
        annotations,
      },
    ])
  })

  it.each([
    ["an image's own", ociImage, artifactManifest(), 'application/vnd.example.sbom'],
    [
      "an image's config's, where it has none",
      ociImage,
      artifactManifest({ artifactType: undefined }),
      'application/vnd.oci.empty.v1+json',
    ],
    [
      "an image's config's, where its own is empty",
      ociImage,
      artifactManifest({ artifactType: '' }),
      'application/vnd.oci.empty.v1+json',
    ],
    [
      "the config's of a Docker image",
      dockerImage,
      artifactManifest({ mediaType: dockerImage, artifactType: undefined }),
      'application/vnd.oci.empty.v1+json',
    ],
    ["an index's own", ociIndex, { schemaVersion: 2, mediaType: ociIndex, artifactType: 'a/b', manifests: [] }, 'a/b'],
    ['none for an index without', ociIndex, { schemaVersion: 2, mediaType: ociIndex, manifests: [] }, undefined],
    ["an artifact manifest's own", ociArtifact, { mediaType: ociArtifact, artifactType: 'a/b', blobs: [] }, 'a/b'],
  ])('shows as artifact type %s', async (_, mediaType, manifest, artifactType) => {
    const subject = descriptorOf(JSON.stringify(manifest), ociImage)
    await push('typed/app', { ...manifest, subject }, mediaType)
    const [referrer] = await referrersOf(await list('typed/app', String(subject['digest'])))
    expect(referrer?.mediaType).toBe(mediaType)
    expect(referrer?.artifactType).toBe(artifactType)
    expect(Object.keys(referrer ?? {})).not.toContain('annotations')
  })

  it('lists referrers in order of their digests, those of this subject and this repository only', async () => {
    const subject = await pushSubject('ordered/app')
    const pushed: string[] = []
    for (let index = 0; index < 20; index += 1) {
      pushed.push((await push('ordered/app', artifactManifest({ subject, annotations: { index: `${index}` } }))).digest)
    }
    await push('ordered/app', artifactManifest({ subject: descriptorOf('another subject', ociImage) }))
    await push('ordered/app', artifactManifest())
    await push('ordered/other', artifactManifest({ subject }))
    expect(await digestsOf(await list('ordered/app', subject.digest))).toEqual(pushed.toSorted())
  })

  it('filters by artifact type, and says so', async () => {
    const subject = await pushSubject('filtered/app')
    const sbom = await push('filtered/app', artifactManifest({ subject }))
    const signature = await push('filtered/app', artifactManifest({ subject, artifactType: 'application/signature+x' }))
    const filter = async (type: string): Promise<readonly string[]> => {
      const response = await list('filtered/app', subject.digest, `?artifactType=${encodeURIComponent(type)}`)
      expect(response.headers.get('oci-filters-applied')).toBe('artifactType')
      return digestsOf(response)
    }
    expect(await filter('application/vnd.example.sbom')).toEqual([sbom.digest])
    expect(await filter('application/signature+x')).toEqual([signature.digest])
    expect(await filter('application/none')).toEqual([])
    expect(await filter('application')).toEqual([])
    const all = await list('filtered/app', subject.digest, '?artifactType=')
    expect(all.headers.has('oci-filters-applied')).toBe(false)
    expect(await digestsOf(all)).toHaveLength(2)
  })

  it('lists what was pushed before its subject, and after that is deleted', async () => {
    const image = await pushImage(registry, 'early/elsewhere', 'latest')
    const { digest } = await push('early/app', artifactManifest({ subject: descriptorOf(image.bytes, ociImage) }))
    expect(await digestsOf(await list('early/app', image.digest))).toEqual([digest])
    const subject = await pushSubject('late/app')
    const referrer = await push('late/app', artifactManifest({ subject }))
    await remove('late/app', subject.digest)
    expect(await digestsOf(await list('late/app', subject.digest))).toEqual([referrer.digest])
  })

  it('lists a referrer once that is pushed twice', async () => {
    const subject = await pushSubject('twice/app')
    const { digest } = await push('twice/app', artifactManifest({ subject }))
    await push('twice/app', artifactManifest({ subject }))
    expect(await digestsOf(await list('twice/app', subject.digest))).toEqual([digest])
  })

  it('lists the referrers of a referrer', async () => {
    const subject = await pushSubject('chain/app')
    const sbom = await push('chain/app', artifactManifest({ subject }))
    const signature = await push('chain/app', artifactManifest({ subject: descriptorOf(sbom.bytes, ociImage) }))
    expect(await digestsOf(await list('chain/app', subject.digest))).toEqual([sbom.digest])
    expect(await digestsOf(await list('chain/app', sbom.digest))).toEqual([signature.digest])
  })

  it('lists referrers of a sha512 subject, and referrers pushed by sha512', async () => {
    const subject = { ...descriptorOf('subject', ociImage), digest: digestOf('subject', 'sha512') }
    await pushBlob(registry, 'long/app', emptyJson)
    const bytes = JSON.stringify(artifactManifest({ subject }))
    const digest = digestOf(bytes, 'sha512')
    expect((await putManifest(registry, 'long/app', digest, bytes)).response.status).toBe(201)
    expect(await digestsOf(await list('long/app', subject.digest))).toEqual([digest])
  })

  it('keeps a referrer whose tag is removed, and drops one that is deleted', async () => {
    const subject = await pushSubject('dropped/app')
    const { digest, bytes } = await push('dropped/app', artifactManifest({ subject }))
    await putManifest(registry, 'dropped/app', 'sbom', bytes)
    await remove('dropped/app', 'sbom')
    expect(await digestsOf(await list('dropped/app', subject.digest))).toEqual([digest])
    await remove('dropped/app', digest)
    expect(await digestsOf(await list('dropped/app', subject.digest))).toEqual([])
  })

  it('drops a referrer that a Go registry deleted: its revision link is gone, our file of it is not', async () => {
    const subject = await pushSubject('go/app')
    const gone = await push('go/app', artifactManifest({ subject }))
    const kept = await push('go/app', artifactManifest({ subject, annotations: { kept: 'yes' } }))
    const revisions = storedPath('repositories/go/app/_manifests/revisions/sha256')
    await registry.driver.delete(`${revisions}/${gone.digest.slice(7)}/link`)
    expect(await digestsOf(await list('go/app', subject.digest))).toEqual([kept.digest])
  })

  it('passes over a file of ours that a crash left empty or cut', async () => {
    const subject = await pushSubject('crash/app')
    const { digest } = await push('crash/app', artifactManifest({ subject }))
    const directory = storedPath(`repositories/crash/app/_referrers/sha256/${subject.digest.slice(7)}`)
    for (const [index, text] of ['', '{"mediaType":', 'null', '[]', '{"digest":"../../x"}'].entries()) {
      await registry.driver.putContent(`${directory}/sha256-${index}`, Buffer.from(text))
    }
    expect(await digestsOf(await list('crash/app', subject.digest))).toEqual([digest])
  })

  it.each(['sha256:abc', 'latest', `sha256:${'A'.repeat(64)}`, `md5:${'a'.repeat(32)}`, '%2e%2e', '..', '-', ''])(
    'refuses %j, which is no digest, with 400',
    async (digest) => {
      const response = await rawRequest(registry, { path: `/v2/any/app/referrers/${digest}` })
      expect(response.status).toBe(400)
      expect(response.body).toContain('DIGEST_INVALID')
    },
  )

  it('answers HEAD with the same headers and no body', async () => {
    const subject = await pushSubject('head/app')
    await push('head/app', artifactManifest({ subject }))
    const whole = await (await list('head/app', subject.digest)).text()
    const response = await registry.fetch(`/v2/head/app/referrers/${subject.digest}`, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(whole.length))
    expect(await response.text()).toBe('')
  })

  it('refuses other methods with 405', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await registry.fetch(`/v2/any/app/referrers/${digestOf('x')}`, { method })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('GET, HEAD')
    }
  })

  describe('of lists longer than a manifest may be', () => {
    const filler = 'x'.repeat(1024 * 1024)
    const pushed: string[] = []
    let subject: Awaited<ReturnType<typeof pushSubject>>

    beforeAll(async () => {
      subject = await pushSubject('long/list')
      for (let index = 0; index < 9; index += 1) {
        const annotations = { filler, index: `${index}` }
        const artifactType = index % 2 === 0 ? 'a/even' : 'a/odd'
        pushed.push((await push('long/list', artifactManifest({ subject, artifactType, annotations }))).digest)
      }
    })

    async function walk(query: string): Promise<{ digests: string[]; sizes: number[]; pages: number }> {
      const digests: string[] = []
      const sizes: number[] = []
      let pages = 0
      for (let next: string | undefined = `/v2/long/list/referrers/${subject.digest}${query}`; next !== undefined;) {
        const response = await registry.fetch(next)
        expect(response.headers.get('oci-filters-applied')).toBe(query === '' ? null : 'artifactType')
        sizes.push(Number(response.headers.get('content-length')))
        digests.push(...(await digestsOf(response)))
        pages += 1
        next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]
      }
      return { digests, sizes, pages }
    }

    it('leads from page to page, each no larger than a manifest may be', async () => {
      const { digests, sizes, pages } = await walk('')
      expect(digests).toEqual(pushed.toSorted())
      expect(pages).toBe(3)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * 1024 * 1024)
    })

    it('keeps the filter from page to page', async () => {
      const { digests, pages } = await walk('?artifactType=a%2Feven')
      expect(digests).toEqual(pushed.filter((_, index) => index % 2 === 0).toSorted())
      expect(pages).toBe(2)
    })

    it('goes on behind a referrer that is no longer there', async () => {
      const between = `sha256:${'8'.repeat(64)}`
      const found = await digestsOf(await list('long/list', subject.digest, `?artifactType=a/odd&last=${between}`))
      const expected = pushed.filter((digest, index) => index % 2 === 1 && digest > between).toSorted()
      expect(found).toEqual(expected.slice(0, found.length))
      expect(found).toHaveLength(Math.min(3, expected.length))
    })

    it('refuses a last that is no digest with 400', async () => {
      for (const last of ['x', '..', '']) {
        const response = await list('long/list', subject.digest, `?last=${last}`)
        expect(response.status).toBe(400)
        expect(await errorCodes(response)).toEqual(['DIGEST_INVALID'])
      }
    })
  })

  describe('of referrers that clients listed under the fallback tag', () => {
    /** Pushes a referrer as a Go registry would take it: nothing but the manifest is written. */
    async function pushUnlisted(name: string, manifest: object): Promise<PushedManifest> {
      const pushed = await push(name, manifest)
      await registry.driver.delete(storedPath(`repositories/${name}/_referrers`))
      return pushed
    }
    async function pushFallback(name: string, subject: string, manifests: readonly object[]): Promise<PushedManifest> {
      const index = { schemaVersion: 2, mediaType: ociIndex, manifests }
      const pushed = await putManifest(registry, name, subject.replace(':', '-').slice(0, 71), index, ociIndex)
      expect(pushed.response.status).toBe(201)
      return pushed
    }

    it('lists them, described as they are', async () => {
      const subject = await pushSubject('tagged/app')
      const annotations = { a: '1' }
      const { digest, bytes } = await pushUnlisted('tagged/app', artifactManifest({ subject, annotations }))
      expect(await digestsOf(await list('tagged/app', subject.digest))).toEqual([])
      await pushFallback('tagged/app', subject.digest, [{ mediaType: ociImage, digest, size: bytes.length }])
      expect(await referrersOf(await list('tagged/app', subject.digest))).toEqual([
        { mediaType: ociImage, digest, size: bytes.length, artifactType: 'application/vnd.example.sbom', annotations },
      ])
    })

    it('lists them beside those that were pushed since, each once and in order', async () => {
      const subject = await pushSubject('merged/app')
      const older = await pushUnlisted('merged/app', artifactManifest({ subject, annotations: { age: 'older' } }))
      const both = await push('merged/app', artifactManifest({ subject, annotations: { age: 'both' } }))
      const newer = await push('merged/app', artifactManifest({ subject, annotations: { age: 'newer' } }))
      const listed = [older, both, older].map(({ bytes }) => descriptorOf(bytes, ociImage))
      await pushFallback('merged/app', subject.digest, listed)
      expect(await digestsOf(await list('merged/app', subject.digest))).toEqual(
        [older.digest, both.digest, newer.digest].toSorted(),
      )
    })

    it('filters them by artifact type too', async () => {
      const subject = await pushSubject('tagged/filter')
      const { digest, bytes } = await pushUnlisted('tagged/filter', artifactManifest({ subject }))
      await pushFallback('tagged/filter', subject.digest, [descriptorOf(bytes, ociImage)])
      const query = (type: string): Promise<Response> => list('tagged/filter', subject.digest, `?artifactType=${type}`)
      expect(await digestsOf(await query('application/vnd.example.sbom'))).toEqual([digest])
      expect(await digestsOf(await query('application/other'))).toEqual([])
    })

    it('leaves out those whose manifests are gone', async () => {
      const subject = await pushSubject('tagged/gone')
      const gone = await pushUnlisted('tagged/gone', artifactManifest({ subject, annotations: { is: 'gone' } }))
      const kept = await pushUnlisted('tagged/gone', artifactManifest({ subject }))
      const listed = [gone, kept].map(({ bytes }) => descriptorOf(bytes, ociImage))
      await pushFallback('tagged/gone', subject.digest, listed)
      await remove('tagged/gone', gone.digest)
      expect(await digestsOf(await list('tagged/gone', subject.digest))).toEqual([kept.digest])
    })

    it('leaves out manifests that have another subject, or none', async () => {
      const subject = await pushSubject('tagged/wrong')
      const other = await push('tagged/wrong', artifactManifest({ subject: descriptorOf('other', ociImage) }))
      const none = await push('tagged/wrong', artifactManifest())
      const listed = [other, none].map(({ bytes }) => descriptorOf(bytes, ociImage))
      await pushFallback('tagged/wrong', subject.digest, listed)
      expect(await digestsOf(await list('tagged/wrong', subject.digest))).toEqual([])
    })

    it('finds the tag of a sha512 subject, which is cut to 64 digits', async () => {
      const subject = { ...descriptorOf('subject', ociImage), digest: digestOf('subject', 'sha512') }
      const { digest, bytes } = await pushUnlisted('tagged/long', artifactManifest({ subject }))
      await pushFallback('tagged/long', subject.digest, [descriptorOf(bytes, ociImage)])
      expect(await digestsOf(await list('tagged/long', subject.digest))).toEqual([digest])
    })

    it('minds no tag of that name that is no index', async () => {
      const subject = await pushSubject('tagged/image')
      await putManifest(registry, 'tagged/image', subject.digest.replace(':', '-'), artifactManifest())
      expect(await digestsOf(await list('tagged/image', subject.digest))).toEqual([])
    })

    it.each([
      ['an index that a Go registry took and this one would not', { manifests: [{ digest: 'md5:0', size: -1 }] }],
      ['an index of nothing', { manifests: null }],
      ['no JSON', undefined],
    ])('answers the others where the tag names %s', async (what, fields) => {
      const name = `tagged/odd${what.length}`
      const subject = await pushSubject(name)
      const { digest } = await push(name, artifactManifest({ subject }))
      const bytes = fields === undefined ? '{' : JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, ...fields })
      const odd = digestOf(bytes)
      for (const [path, text] of [
        [`blobs/sha256/${odd.slice(7, 9)}/${odd.slice(7)}/data`, bytes],
        [`repositories/${name}/_manifests/revisions/sha256/${odd.slice(7)}/link`, odd],
        [`repositories/${name}/_manifests/tags/${subject.digest.replace(':', '-')}/current/link`, odd],
      ] as const) {
        await registry.driver.putContent(storedPath(path), Buffer.from(text))
      }
      expect(await digestsOf(await list(name, subject.digest))).toEqual([digest])
    })
  })
})
