import { createHash } from 'node:crypto'
import { ServiceError } from '../../service-error.ts'
import { ByteReader } from './byte-reader.ts'
import { algorithm, scopeText, type Scope, sign } from './compute-signature.ts'

/** What the chunks of a body are signed with. */
export interface ChunkSigning {
  readonly key: Buffer
  readonly scope: Scope
  readonly date: string
  /** The signature of the request: that of each chunk covers the one before. */
  readonly seed: string
}

type Trailers = Readonly<Record<string, string>>

const emptyHash = createHash('sha256').digest('hex')

/** The largest line between chunks: a size and a signature, or a trailing header. */
const longestLineBytes = 1024

/**
 * The bytes in a body of `aws-chunked` encoding: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * @param signing undefined when chunks are not signed
 * @param onTrailers called with the headers behind the last chunk, at the end
 */
export async function* readChunks(
  source: AsyncIterable<Uint8Array>,
  signing: ChunkSigning | undefined,
  onTrailers: (trailers: Trailers) => void,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source)
  let previous = signing?.seed ?? ''
  let length: number
  do {
    const line = await reader.line(longestLineBytes)
    const [, size, signature] = /^([\da-f]{1,8})(?:;chunk-signature=([\da-f]{64}))?$/i.exec(line) ?? []
    if (size === undefined) throw new ServiceError('IncompleteBody', { detail: `no chunk begins with: ${line}` })
    length = Number.parseInt(size, 16)
    const hash = createHash('sha256')
    for await (const bytes of reader.bytes(length)) {
      hash.update(bytes)
      yield bytes
    }
    if (signing !== undefined) {
      const expected = signed(signing, 'PAYLOAD', [previous, emptyHash, hash.digest('hex')])
      if (signature !== expected) throw mismatch('a chunk')
      previous = expected
    }
    if (length > 0) await reader.line(0)
  } while (length > 0)
  onTrailers(await readTrailers(reader, signing, previous))
}

async function readTrailers(
  reader: ByteReader,
  signing: ChunkSigning | undefined,
  previous: string,
): Promise<Trailers> {
  const trailers: Record<string, string> = {}
  for (let line = await reader.line(longestLineBytes); line !== ''; line = await reader.line(longestLineBytes)) {
    const [, name = '', value = ''] = /^([^:]+):(.*)$/.exec(line) ?? []
    trailers[name.toLowerCase()] = value.trim()
  }
  const { 'x-amz-trailer-signature': signature, ...named } = trailers
  if (signing !== undefined && Object.keys(named).length > 0) {
    const lines = Object.entries(named).map(([name, value]) => `${name}:${value}\n`)
    const hash = createHash('sha256').update(lines.join('')).digest('hex')
    if (signature !== signed(signing, 'TRAILER', [previous, hash])) throw mismatch('the trailing headers')
  }
  return named
}

const signed = ({ key, scope, date }: ChunkSigning, what: 'PAYLOAD' | 'TRAILER', lines: readonly string[]): string =>
  sign(key, [`${algorithm}-${what}`, date, scopeText(scope), ...lines].join('\n'))

const mismatch = (what: string): ServiceError =>
  new ServiceError('SignatureDoesNotMatch', { detail: `the signature of ${what} does not fit` })
