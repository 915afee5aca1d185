import { describe, expect, test } from 'vitest'
import { escapeXml, parseXml } from './xml-element.ts'

const page = `<?xml version='1.0' encoding='utf-8' ?>
<ListBucketResult>
  <Contents><Key>a&amp;b </Key><ETag>&quot;1&quot;</ETag></Contents>
  <Contents><Key>c</Key><ETag>&#34;2&#x22;</ETag></Contents>
  <NextMarker/>
</ListBucketResult>`

describe('an answer', () => {
  test('is read by the names of its elements', () => {
    const root = parseXml(page, 'ListBucketResult')
    expect(root.all('Contents').map((each) => [each.text('Key'), each.text('ETag')])).toEqual([
      ['a&b ', '"1"'],
      ['c', '"2"'],
    ])
    expect(root.text('NextMarker')).toBe('')
    expect(root.text('Marker')).toBeUndefined()
    expect(root.all('Prefix')).toEqual([])
  })

  test('may have blanks ahead, as COS sends them while it puts parts together', () => {
    expect(parseXml(`  \n ${page}`, 'ListBucketResult').all('Contents')).toHaveLength(2)
  })

  test('that was cut off anywhere is a fault', () => {
    for (let end = 0; end < page.length; end += 1) {
      expect(() => parseXml(page.slice(0, end), 'ListBucketResult')).toThrow('the answer is no XML')
    }
  })

  test.each(['', 'OK', '{"a":1}', '<html><br></html>', '<a></b>', '<!DOCTYPE x [<!ENTITY e "1">]><a>&e;</a>'])(
    'of %j is a fault',
    (text) => {
      expect(() => parseXml(text, 'a')).toThrow(expect.objectContaining({ name: 'StoreFault', kind: 'garbled' }))
    },
  )

  test('that is another one, or lacks what it must have, is a fault', () => {
    expect(() => parseXml('<other/>', 'CopyObjectResult')).toThrow('the answer has no CopyObjectResult')
    expect(() => parseXml('<CopyObjectResult/>', 'CopyObjectResult').required('ETag')).toThrow(
      'the CopyObjectResult has no ETag',
    )
  })
})

test('text of a request is escaped', () => {
  const text = `<a & "b" 'c'>中`
  expect(parseXml(`<x><y>${escapeXml(text)}</y></x>`, 'x').text('y')).toBe(text)
})
