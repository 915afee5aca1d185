import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isUploadId } from './upload-id.ts'

const id = '0f8fad5b-d9cb-469f-a165-70867728950e'

describe('isUploadId', () => {
  it.each([id, randomUUID(), '00000000-0000-0000-0000-000000000000'])('takes %s', (text) => {
    expect(isUploadId(text)).toBe(true)
  })

  it.each([
    '',
    'upload',
    '..',
    id.toUpperCase(),
    id.replaceAll('-', ''),
    `${id}0`,
    id.slice(1),
    `{${id}}`,
    `${id}/..`,
    `../${id}`,
    `${id}\n`,
  ])('refuses %j', (text) => {
    expect(isUploadId(text)).toBe(false)
  })
})
