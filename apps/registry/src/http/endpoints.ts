import { getBase } from '../base/get-base.ts'
import { pingSearch } from '../base/ping-search.ts'
import { deleteBlob } from '../blobs/delete-blob.ts'
import { getBlob } from '../blobs/get-blob.ts'
import { listCatalog } from '../catalog/list-catalog.ts'
import { searchRepositories } from '../catalog/search-repositories.ts'
import { deleteManifest } from '../manifests/delete-manifest.ts'
import { getManifest } from '../manifests/get-manifest.ts'
import { putManifest } from '../manifests/put-manifest.ts'
import { listReferrers } from '../referrers/list-referrers.ts'
import { listTags } from '../tags/list-tags.ts'
import { appendUpload } from '../uploads/append-upload.ts'
import { cancelUpload } from '../uploads/cancel-upload.ts'
import { completeUpload } from '../uploads/complete-upload.ts'
import { getUpload } from '../uploads/get-upload.ts'
import { startUpload } from '../uploads/start-upload.ts'
import type { Exchange } from './exchange.ts'
import type { Reply } from './reply.ts'
import type { Route, RouteKind } from './route.ts'

type Endpoint<Kind extends RouteKind> = (exchange: Exchange, route: Extract<Route, { kind: Kind }>) => Promise<Reply>

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The end points of the OCI distribution specification, "Endpoints", the Go registry's catalog, and the first registry's search. */
export const endpoints: { readonly [Kind in RouteKind]: Readonly<Partial<Record<Method, Endpoint<Kind>>>> } = {
  base: { GET: getBase, HEAD: getBase }, // end-1
  blob: { GET: getBlob, HEAD: getBlob, DELETE: deleteBlob }, // end-2, end-10
  manifest: { GET: getManifest, HEAD: getManifest, PUT: putManifest, DELETE: deleteManifest }, // end-3, end-7, end-9
  uploads: { POST: startUpload }, // end-4a, end-4b, end-4c, end-11
  upload: { PATCH: appendUpload, PUT: completeUpload, GET: getUpload, HEAD: getUpload, DELETE: cancelUpload }, // end-5, end-6, end-13, end-14
  tags: { GET: listTags, HEAD: listTags }, // end-8a, end-8b
  referrers: { GET: listReferrers, HEAD: listReferrers }, // end-12a, end-12b
  catalog: { GET: listCatalog, HEAD: listCatalog },
  searchPing: { GET: pingSearch, HEAD: pingSearch },
  search: { GET: searchRepositories, HEAD: searchRepositories },
}
