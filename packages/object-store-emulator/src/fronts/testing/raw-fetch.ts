import { request as httpRequest } from 'node:http'
import type { Emulator } from '../../emulator/emulator.ts'

export interface RawRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export interface FetchedAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly bytes: Buffer
  readonly text: string
}

export interface RawFetchOptions {
  readonly signal?: AbortSignal
  readonly onData?: (chunk: Buffer) => void
}

/** One request as it is, and its answer as it came: without what a client makes of either. */
export const rawFetch = (
  { port }: Pick<Emulator, 'port'>,
  { method, path, headers }: RawRequest,
  body?: string | Uint8Array,
  { signal, onData }: RawFetchOptions = {},
): Promise<FetchedAnswer> =>
  new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers, agent: false, ...(signal && { signal }) }
    const request = httpRequest(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        onData?.(chunk)
      })
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const answerHeaders = response.headers as Record<string, string | undefined>
        resolve({ status: response.statusCode ?? 0, headers: answerHeaders, bytes, text: bytes.toString('utf8') })
      })
    })
    request.on('error', reject)
    request.end(body)
  })

/** The code of an error, or '' for an answer that has none. */
export const codeOf = ({ text }: FetchedAnswer): string => /<Error><Code>(.*)<\/Code>/.exec(text)?.[1] ?? ''
