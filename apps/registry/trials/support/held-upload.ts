import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Site } from '../../src/testing/start-test-registry.ts'
import { octets } from './moving-upload.ts'

/** A request whose body is sent piece by piece, while other things happen. */
export interface HeldRequest {
  send(bytes: Uint8Array | string): Promise<void>
  /** Ends the body, or lets the answer come that came before its end. @returns the status; undefined for a broken connection */
  end(): Promise<number | undefined>
}

/** Begins a request, and resolves when the registry has it at work. */
export async function holdRequest(
  site: Site,
  method: 'PATCH' | 'PUT',
  path: string,
  headers: Record<string, string> = {},
): Promise<HeldRequest> {
  const sent = request(new URL(path, site.url), {
    method,
    headers: { ...octets, ...headers, 'transfer-encoding': 'chunked', expect: '100-continue' },
    agent: false,
  })
  const answered = new Promise<number | undefined>((resolve) => {
    sent.once('response', (response) => {
      void text(response).then(
        () => resolve(response.statusCode),
        () => resolve(undefined),
      )
    })
    // The registry may give a body up, which then cannot be sent to its end.
    sent.on('error', () => resolve(undefined))
  })
  sent.flushHeaders()
  await Promise.race([once(sent, 'continue'), answered])
  return {
    send: (bytes) =>
      new Promise((resolve) => {
        sent.write(bytes, () => resolve())
      }),
    async end() {
      sent.end()
      return answered
    },
  }
}
