import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readUploadState, signUploadState, type UploadState } from './upload-state.ts'

const secret = createSecretKey(Buffer.from('a secret that replicas share'))
const state: UploadState = {
  name: 'team/app',
  id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  offset: 7,
  startedAt: '2026-01-02T03:04:05Z',
  algorithm: 'sha256',
  resumeToken: undefined,
}
const json =
  '{"Name":"team/app","UUID":"0f8fad5b-d9cb-469f-a165-70867728950e","Offset":7,"StartedAt":"2026-01-02T03:04:05Z"}'

/** As the Go registry signs: base64url with padding of the HMAC and what it is made of. */
function goSigned(text: string, key: Uint8Array | KeyObject = secret): string {
  const mac = createHmac('sha256', key).update(text).digest()
  return Buffer.concat([mac, Buffer.from(text)])
    .toString('base64')
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}

describe('the state of an upload', () => {
  it('is signed exactly as the Go registry signs it', () => {
    expect(signUploadState(secret, state)).toBe(goSigned(json))
  })

  it.each([1, 2, 3])('is padded to whole groups of four letters, as Go wants it (%i)', (length) => {
    const text = signUploadState(secret, { ...state, name: 'a'.repeat(length) })
    expect(text.length % 4).toBe(0)
    expect(text).toMatch(/^[A-Za-z0-9_-]+={0,2}$/)
  })

  it('is read as it was signed', () => {
    const changes = [
      {},
      { algorithm: 'sha512' as const },
      { offset: 2 ** 45 },
      { resumeToken: '' },
      { resumeToken: 'a"b' },
    ]
    for (const each of changes.map((change) => ({ ...state, ...change }))) {
      expect(readUploadState(secret, signUploadState(secret, each))).toEqual(each)
    }
  })

  it('is read with the fractions of a second, and without the padding, that other clients and registries send', () => {
    const startedAt = '2026-01-02T03:04:05.123456789Z'
    const text = goSigned(json.replace(state.startedAt, startedAt))
    expect(readUploadState(secret, text)).toEqual({ ...state, startedAt })
    expect(readUploadState(secret, text.replace(/=+$/, ''))).toEqual({ ...state, startedAt })
  })

  it('is refused when any byte of it was changed', () => {
    const bytes = Buffer.from(signUploadState(secret, state), 'base64url')
    for (const [index, byte] of bytes.entries()) {
      const changed = Buffer.from(bytes)
      changed[index] = byte ^ 1
      expect(readUploadState(secret, changed.toString('base64url'))).toBe(undefined)
    }
  })

  it('is refused when it was signed with another secret', () => {
    expect(readUploadState(secret, goSigned(json, Buffer.from('another secret')))).toBe(undefined)
  })

  it('has a field for a resume token, which Go ignores, and none that is too long for a URL', () => {
    const token = 'a'.repeat(512)
    expect(signUploadState(secret, { ...state, resumeToken: token })).toBe(
      goSigned(json.replace('}', `,"Token":"${token}"}`)),
    )
    const tooLong = signUploadState(secret, { ...state, resumeToken: `${token}a` })
    expect(readUploadState(secret, tooLong)).toEqual({ ...state, resumeToken: '' })
  })

  it.each(['', 'A', 'nonsense', 'A'.repeat(43), 'A'.repeat(100_000), '%00', 'ä€'])(
    'is refused when it is %s',
    (text) => {
      expect(readUploadState(secret, text)).toBe(undefined)
    },
  )

  it.each([
    '[]',
    '7',
    '{}',
    json.replace('7,', '-1,'),
    json.replace('7,', '1.5,'),
    json.replace('7,', '1e300,'),
    json.replace('7,', '"7",'),
    json.replace('"team/app"', 'null'),
    json.replace('}', ',"Algorithm":"md5"}'),
  ])('is refused when %s was signed, which is no state', (text) => {
    expect(readUploadState(secret, goSigned(text))).toBe(undefined)
  })
})
