import type { Cost } from './measure.ts'

/** The most that a request may ask of a store. */
export interface Budget {
  /** Requests. */
  readonly objectStore: Cost
  /** Calls of the driver. */
  readonly folder: Cost
}

/*
 * A change that needs fewer calls lowers the numbers here; `pnpm run docs:performance` in apps/registry then writes the table of
 * docs/performance.md anew.
 */
export const budgets: Readonly<Record<string, Budget>> = {
  'ping: GET /v2/': {
    objectStore: { first: {}, again: {} },
    folder: { first: {}, again: {} },
  },
  'blob: HEAD': {
    objectStore: { first: { get: 1, head: 1 }, again: {} },
    folder: { first: { getContent: 1, stat: 1 }, again: {} },
  },
  'blob: HEAD of one that is missing': {
    objectStore: { first: { get: 1 }, again: { get: 1 } },
    folder: { first: { getContent: 1 }, again: { getContent: 1 } },
  },
  'blob: GET': {
    objectStore: { first: { head: 1, get: 2 }, again: {} },
    folder: { first: { getContent: 2, stat: 1 }, again: {} },
  },
  'blob: GET of a range': {
    objectStore: { first: { head: 1, get: 2 }, again: { get: 1 } },
    folder: { first: { getContent: 1, stat: 1, createReader: 1 }, again: { createReader: 1 } },
  },
  'blob: DELETE': {
    objectStore: { first: { get: 1, delete: 1 }, again: { get: 1 } },
    folder: { first: { delete: 1 }, again: { delete: 1 } },
  },
  'blob: pushed by one POST': {
    objectStore: { first: { put: 2 }, again: { put: 2 } },
    folder: { first: { putContent: 2 }, again: { putContent: 2 } },
  },
  'blob: pushed by POST, PUT': {
    objectStore: { first: { put: 2 }, again: { put: 2 } },
    folder: {
      first: { putContent: 3, delete: 1 },
      again: { putContent: 3, delete: 1 },
    },
  },
  'blob: pushed as Docker does, by HEAD, POST, PATCH, PUT': {
    objectStore: { first: { get: 2, put: 4, delete: 2 }, again: { get: 1, put: 4, delete: 2 } },
    folder: {
      first: { getContent: 1, putContent: 2, createWriter: 2, commit: 2, delete: 1 },
      again: { putContent: 2, createWriter: 2, commit: 2, delete: 1 },
    },
  },
  'blob: pushed by POST, three times PATCH, PUT': {
    objectStore: { first: { get: 1, put: 6, delete: 2 }, again: { get: 1, put: 6, delete: 2 } },
    folder: {
      first: { putContent: 2, createWriter: 4, commit: 4, writtenSize: 2, delete: 1 },
      again: { putContent: 2, createWriter: 4, commit: 4, writtenSize: 2, delete: 1 },
    },
  },
  'blob: mounted': {
    objectStore: { first: { head: 1, get: 1, put: 1 }, again: { put: 1 } },
    folder: { first: { getContent: 1, stat: 1, putContent: 1 }, again: { putContent: 1 } },
  },
  'blob: mounted from anywhere': {
    objectStore: { first: { head: 1, put: 1 }, again: { head: 1, put: 1 } },
    folder: { first: { stat: 1, putContent: 1 }, again: { stat: 1, putContent: 1 } },
  },
  'upload: status': {
    objectStore: { first: { get: 1 }, again: { get: 1 } },
    folder: { first: { writtenSize: 1 }, again: { writtenSize: 1 } },
  },
  'upload: cancelled': {
    objectStore: {
      first: { head: 1, get: 2, list: 2, listUploads: 1, delete: 2 },
      again: { head: 1, get: 2, list: 2, listUploads: 1, delete: 2 },
    },
    folder: { first: { delete: 1 }, again: { delete: 1 } },
  },
  'manifest: HEAD by tag': {
    objectStore: { first: { get: 3 }, again: {} },
    folder: { first: { getContent: 3 }, again: {} },
  },
  'manifest: GET by tag': {
    objectStore: { first: { get: 3 }, again: {} },
    folder: { first: { getContent: 3 }, again: {} },
  },
  'manifest: GET by digest': {
    objectStore: { first: { get: 2 }, again: {} },
    folder: { first: { getContent: 2 }, again: {} },
  },
  'manifest: GET by a tag that is missing': {
    objectStore: { first: { get: 1 }, again: { get: 1 } },
    folder: { first: { getContent: 1 }, again: { getContent: 1 } },
  },
  'manifest: PUT by tag, with 10 layers and a config': {
    objectStore: { first: { head: 11, get: 12, put: 4 }, again: { put: 4, get: 1 } },
    folder: { first: { getContent: 12, stat: 11, putContent: 4 }, again: { putContent: 4, getContent: 1 } },
  },
  'manifest: PUT by digest, with a subject': {
    objectStore: { first: { head: 1, get: 1, put: 3 }, again: { put: 3 } },
    folder: { first: { getContent: 1, stat: 1, putContent: 3 }, again: { putContent: 3 } },
  },
  'manifest: PUT by tag, an index of two': {
    objectStore: { first: { get: 3, put: 4 }, again: { put: 4, get: 1 } },
    folder: { first: { getContent: 3, putContent: 4 }, again: { putContent: 4, getContent: 1 } },
  },
  'manifest: DELETE of a tag': {
    objectStore: {
      first: { head: 1, get: 1, list: 2, listUploads: 1, delete: 1 },
      again: { head: 1, get: 1, list: 1, listUploads: 1 },
    },
    folder: { first: { delete: 1 }, again: { delete: 1 } },
  },
  'manifest: DELETE by digest, with three tags': {
    objectStore: { first: { get: 11, list: 8, head: 3, listUploads: 3, delete: 5 }, again: { get: 1 } },
    folder: { first: { getContent: 8, list: 2, delete: 5, walk: 1, putContent: 1 }, again: { getContent: 1 } },
  },
  'tags: all three': {
    objectStore: { first: { list: 1 }, again: { list: 1 } },
    folder: { first: { list: 1, getContent: 3 }, again: { list: 1 } },
  },
  'tags: a page of two of three': {
    objectStore: { first: { list: 1 }, again: { list: 1 } },
    folder: { first: { list: 1, getContent: 3 }, again: { list: 1 } },
  },
  'referrers: two': {
    objectStore: { first: { list: 1, get: 5 }, again: { list: 1, get: 3 } },
    folder: { first: { list: 1, getContent: 5 }, again: { list: 1, getContent: 3 } },
  },
  'catalog: three repositories': {
    objectStore: { first: { list: 5 }, again: { list: 1 } },
    folder: { first: { list: 5 }, again: { list: 1 } },
  },
  'catalog: a page of two of three': {
    objectStore: { first: { list: 5 }, again: { list: 1 } },
    folder: { first: { list: 5 }, again: { list: 1 } },
  },
}
