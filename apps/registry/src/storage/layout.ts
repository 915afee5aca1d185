import type { StoragePath } from '@moorage/driver-core'
import { algorithmOf, type Digest, encodedOf } from '../names/digest.ts'

/*
 * The Go registry's layout, so that the two can be swapped on the same data:
 *
 * /docker/registry/v2
 * ├── blobs/<algorithm>/<first two digits>/<digits>/data
 * └── repositories/<name>
 *     ├── _layers/<algorithm>/<digits>/link
 *     ├── _manifests
 *     │   ├── revisions/<algorithm>/<digits>/link
 *     │   └── tags/<tag>
 *     │       ├── current/link
 *     │       └── index/<algorithm>/<digits>/link
 *     ├── _emptied/mark                                                           (ours: the last manifest was deleted)
 *     ├── _referrers/<algorithm>/<digits of the subject>/<algorithm>-<digits>     (ours; the Go registry ignores it)
 *     └── _uploads/<id>
 *         ├── data
 *         ├── startedat
 *         ├── hashstates/<algorithm>/<offset>
 *         └── hashed                                                              (ours)
 *
 * A link holds the text of a digest. A blob lies under its sha256 digest; what was pushed by sha512
 * has a link under its sha512 digest that names the sha256 one.
 */
const root = '/docker/registry/v2'

export const repositoriesRoot: StoragePath = `${root}/repositories`

export function blobDataPath(digest: Digest): StoragePath {
  const encoded = encodedOf(digest)
  return `${root}/blobs/${algorithmOf(digest)}/${encoded.slice(0, 2)}/${encoded}/data`
}

export function repositoryPath(name: string): StoragePath {
  return `${repositoriesRoot}/${name}`
}

export function layerLinkPath(name: string, digest: Digest): StoragePath {
  return `${repositoryPath(name)}/_layers/${digestPath(digest)}/link`
}

export function manifestsPath(name: string): StoragePath {
  return `${repositoryPath(name)}/_manifests`
}

export function revisionsPath(name: string): StoragePath {
  return `${manifestsPath(name)}/revisions`
}

export function revisionPath(name: string, digest: Digest): StoragePath {
  return `${revisionsPath(name)}/${digestPath(digest)}`
}

export function revisionLinkPath(name: string, digest: Digest): StoragePath {
  return `${revisionPath(name, digest)}/link`
}

export function tagsPath(name: string): StoragePath {
  return `${manifestsPath(name)}/tags`
}

export function tagPath(name: string, tag: string): StoragePath {
  return `${tagsPath(name)}/${tag}`
}

export function tagCurrentLinkPath(name: string, tag: string): StoragePath {
  return `${tagPath(name, tag)}/current/link`
}

export function tagIndexLinkPath(name: string, tag: string, digest: Digest): StoragePath {
  return `${tagPath(name, tag)}/index/${digestPath(digest)}/link`
}

/** A directory: of a file whose name begins with an underscore the Go registry's catalog makes an end of the repositories beside it. */
export function emptiedPath(name: string): StoragePath {
  return `${repositoryPath(name)}/_emptied`
}

export function emptiedMarkPath(name: string): StoragePath {
  return `${emptiedPath(name)}/mark`
}

export function referrersPath(name: string, subject: Digest): StoragePath {
  return `${repositoryPath(name)}/_referrers/${digestPath(subject)}`
}

export function referrerPath(name: string, subject: Digest, referrer: Digest): StoragePath {
  return `${referrersPath(name, subject)}/${algorithmOf(referrer)}-${encodedOf(referrer)}`
}

export function uploadsPath(name: string): StoragePath {
  return `${repositoryPath(name)}/_uploads`
}

export function uploadPath(name: string, id: string): StoragePath {
  return `${uploadsPath(name)}/${id}`
}

export function uploadDataPath(name: string, id: string): StoragePath {
  return `${uploadPath(name, id)}/data`
}

export function uploadStartedAtPath(name: string, id: string): StoragePath {
  return `${uploadPath(name, id)}/startedat`
}

export function uploadHashStatePath(name: string, id: string, offset: number): StoragePath {
  return `${uploadPath(name, id)}/hashstates/sha256/${offset}`
}

export function uploadHashedPath(name: string, id: string): StoragePath {
  return `${uploadPath(name, id)}/hashed`
}

function digestPath(digest: Digest): string {
  return `${algorithmOf(digest)}/${encodedOf(digest)}`
}
