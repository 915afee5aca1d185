import { expect, it } from 'vitest'
import { requestFields } from './request-fields.ts'

it("has the Go registry's names", () => {
  const fields = requestFields({
    id: 'a-b',
    method: 'PUT',
    host: 'localhost:5000',
    uri: '/v2/a/manifests/latest',
    referer: 'https://x/',
    userAgent: 'docker/29',
    remoteAddress: '127.0.0.1:1234',
    contentType: 'application/json',
    status: 400,
    written: 12,
    responseContentType: 'application/json; charset=utf-8',
    durationMs: 1.5,
    user: 'me',
    vars: { name: 'a', reference: 'latest', digest: 'sha256:1', uuid: 'u' },
    error: { code: 'MANIFEST_INVALID', message: 'manifest invalid', detail: { a: 1 } },
  })
  expect(fields).toEqual({
    'http.request.id': 'a-b',
    'http.request.method': 'PUT',
    'http.request.host': 'localhost:5000',
    'http.request.uri': '/v2/a/manifests/latest',
    'http.request.referer': 'https://x/',
    'http.request.useragent': 'docker/29',
    'http.request.remoteaddr': '127.0.0.1:1234',
    'http.request.contenttype': 'application/json',
    'http.response.status': 400,
    'http.response.written': 12,
    'http.response.contenttype': 'application/json; charset=utf-8',
    'http.response.duration': '1.5ms',
    'auth.user.name': 'me',
    'vars.name': 'a',
    'vars.reference': 'latest',
    'vars.digest': 'sha256:1',
    'vars.uuid': 'u',
    'err.code': 'MANIFEST_INVALID',
    'err.message': 'manifest invalid',
    'err.detail': { a: 1 },
  })
})

it('leaves out what is not known', () => {
  const record = {
    id: '1',
    method: 'GET',
    host: '',
    uri: '/',
    remoteAddress: '::1',
    status: 200,
    written: 0,
    durationMs: 0,
    vars: {},
  }
  expect(Object.keys(requestFields(record))).toEqual([
    'http.request.id',
    'http.request.method',
    'http.request.uri',
    'http.request.remoteaddr',
    'http.response.status',
    'http.response.written',
    'http.response.duration',
  ])
})
