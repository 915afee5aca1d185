import type { Cost } from './measure.ts'

/** The most that a request may ask of a store. */
export interface Budget {
  /** On an object store each call is a request that is paid for. */
  readonly objectStore: Cost
  /** Default: as on an object store. */
  readonly folder?: Cost
}

/*
 * A change that needs fewer calls lowers the numbers here; `pnpm run docs:performance` in apps/registry then writes the table of
 * docs/performance.md anew.
 */
export const budgets: Readonly<Record<string, Budget>> = {
  'ping: GET /v2/': { objectStore: { first: {}, again: {} } },
  'blob: HEAD': { objectStore: { first: { getContent: 1, stat: 1 }, again: {} } },
  'blob: HEAD of one that is missing': { objectStore: { first: { getContent: 1 }, again: { getContent: 1 } } },
  'blob: GET': { objectStore: { first: { getContent: 1, stat: 1, createReader: 1 }, again: { createReader: 1 } } },
  'blob: GET of a range': {
    objectStore: { first: { getContent: 1, stat: 1, createReader: 1 }, again: { createReader: 1 } },
  },
  'blob: DELETE': { objectStore: { first: { delete: 1 }, again: { delete: 1 } } },
  'blob: pushed by one POST': {
    objectStore: {
      first: { createWriter: 1, commit: 1, putContent: 1 },
      again: { createWriter: 1, commit: 1, putContent: 1 },
    },
    folder: { first: { stat: 1, createWriter: 1, commit: 1, putContent: 1 }, again: { stat: 1, putContent: 1 } },
  },
  'blob: pushed by POST, PUT': {
    objectStore: {
      first: { createWriter: 1, commit: 1, putContent: 1 },
      again: { createWriter: 1, commit: 1, putContent: 1 },
    },
    folder: {
      first: { putContent: 2, stat: 1, createWriter: 1, commit: 1, delete: 1 },
      again: { putContent: 2, stat: 1, delete: 1 },
    },
  },
  'blob: pushed as Docker does, by HEAD, POST, PATCH, PUT': {
    objectStore: {
      first: { getContent: 1, createWriter: 2, putContent: 2, close: 1, commit: 1, delete: 1 },
      again: { createWriter: 2, putContent: 2, close: 1, commit: 1, delete: 1 },
    },
    folder: {
      first: { getContent: 1, putContent: 3, createWriter: 2, commit: 2, stat: 1, delete: 1 },
      again: { putContent: 3, createWriter: 2, commit: 1, stat: 1, cancel: 1, delete: 1 },
    },
  },
  'blob: pushed by POST, three times PATCH, PUT': {
    objectStore: {
      first: { createWriter: 4, putContent: 2, close: 3, commit: 1, delete: 1 },
      again: { createWriter: 4, putContent: 2, close: 3, commit: 1, delete: 1 },
    },
    folder: {
      first: { putContent: 5, createWriter: 4, commit: 4, writtenSize: 2, stat: 1, delete: 1 },
      again: { putContent: 5, createWriter: 4, commit: 3, writtenSize: 2, stat: 1, cancel: 1, delete: 1 },
    },
  },
  'blob: mounted': { objectStore: { first: { getContent: 1, stat: 1, putContent: 1 }, again: { putContent: 1 } } },
  'blob: mounted from anywhere': {
    objectStore: { first: { stat: 1, putContent: 1 }, again: { stat: 1, putContent: 1 } },
  },
  'upload: status': { objectStore: { first: { writtenSize: 1 }, again: { writtenSize: 1 } } },
  'upload: cancelled': { objectStore: { first: { delete: 1 }, again: { delete: 1 } } },
  'manifest: HEAD by tag': { objectStore: { first: { getContent: 3 }, again: {} } },
  'manifest: GET by tag': { objectStore: { first: { getContent: 3 }, again: {} } },
  'manifest: GET by digest': { objectStore: { first: { getContent: 2 }, again: {} } },
  'manifest: GET by a tag that is missing': { objectStore: { first: { getContent: 1 }, again: { getContent: 1 } } },
  'manifest: PUT by tag, with 10 layers and a config': {
    objectStore: { first: { getContent: 12, stat: 11, putContent: 4 }, again: { getContent: 1, putContent: 4 } },
  },
  'manifest: PUT by digest, with a subject': {
    objectStore: { first: { getContent: 1, stat: 1, putContent: 3 }, again: { putContent: 3 } },
  },
  'manifest: PUT by tag, an index of two': {
    objectStore: { first: { getContent: 3, putContent: 4 }, again: { getContent: 1, putContent: 4 } },
  },
  'manifest: DELETE of a tag': { objectStore: { first: { delete: 1 }, again: { delete: 1 } } },
  'manifest: DELETE by digest, with three tags': {
    objectStore: { first: { getContent: 8, list: 2, delete: 5 }, again: { getContent: 1 } },
  },
  'tags: all three': {
    objectStore: { first: { walk: 1 }, again: { walk: 1 } },
    folder: { first: { list: 1, getContent: 3 }, again: { list: 1 } },
  },
  'tags: a page of two of three': {
    objectStore: { first: { walk: 1 }, again: { walk: 1 } },
    folder: { first: { list: 1, getContent: 3 }, again: { list: 1 } },
  },
  'referrers: two': { objectStore: { first: { list: 1, getContent: 5 }, again: { list: 1, getContent: 3 } } },
  'catalog: three repositories': { objectStore: { first: { list: 5, stat: 4 }, again: { list: 5, stat: 4 } } },
  'catalog: a page of two of three': { objectStore: { first: { list: 4, stat: 4 }, again: { list: 4, stat: 4 } } },
}
