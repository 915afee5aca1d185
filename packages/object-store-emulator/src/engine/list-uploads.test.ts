import { describe, expect, test } from 'vitest'
import { listUploads, type ListUploadsOptions } from './list-uploads.ts'
import type { MultipartUpload } from './multipart-upload.ts'

const metadata = { headers: {}, storageClass: 'STANDARD' }

const upload = (key: string, uploadId: string): MultipartUpload => ({
  key,
  uploadId,
  metadata,
  initiatedAt: 0,
  owner: 'x',
  parts: new Map(),
})

const uploads = [
  upload('b', '2'),
  upload('a', '1'),
  upload('b', '1'),
  upload('b', '3'),
  upload('c/1', '1'),
  upload('c/2', '1'),
]

const list = (options: Partial<ListUploadsOptions>) =>
  listUploads(uploads, { prefix: '', delimiter: '', keyMarker: '', uploadIdMarker: '', limit: 1000, ...options })

const names = (options: Partial<ListUploadsOptions>): string[] =>
  list(options).uploads.map(({ key, uploadId }) => `${key} ${uploadId}`)

describe('a listing of uploads', () => {
  test('is by key, then by id', () => {
    expect(names({})).toEqual(['a 1', 'b 1', 'b 2', 'b 3', 'c/1 1', 'c/2 1'])
  })

  test('goes on after the last upload of a page, in the midst of a key too', () => {
    const page = list({ limit: 2 })
    expect(page).toMatchObject({ isTruncated: true, nextKeyMarker: 'b', nextUploadIdMarker: '1' })
    const { nextKeyMarker: keyMarker, nextUploadIdMarker: uploadIdMarker } = page
    expect(names({ keyMarker, uploadIdMarker })).toEqual(['b 2', 'b 3', 'c/1 1', 'c/2 1'])
  })

  test('passes over the whole key when there is a key marker only', () => {
    expect(names({ keyMarker: 'b' })).toEqual(['c/1 1', 'c/2 1'])
  })

  test('takes no notice of an upload id marker without a key marker', () => {
    expect(names({ uploadIdMarker: '2' })).toHaveLength(6)
  })

  test('groups by the delimiter', () => {
    expect(list({ delimiter: '/' })).toMatchObject({ commonPrefixes: ['c/'], uploads: { length: 4 } })
    expect(names({ prefix: 'c/' })).toEqual(['c/1 1', 'c/2 1'])
  })
})
