import { once } from 'node:events'
import type { Answer, HttpClient } from './http-client.ts'

/** A request whose body stops in the middle until it is told to go on. */
export interface HeldRequest {
  readonly answer: Promise<Answer>
  /** Sends the rest of the body. */
  goOn(): void
}

/**
 * Sends a first piece of a body, and keeps the rest back.
 * Resolves when the registry has begun to work on the request: it answers `Expect: 100-continue` then.
 */
export async function holdRequest(
  client: HttpClient,
  method: string,
  target: string,
  [first, rest]: readonly [Buffer, Buffer],
): Promise<HeldRequest> {
  const held = Promise.withResolvers<undefined>()
  async function* body(): AsyncGenerator<Buffer> {
    yield first
    await held.promise
    yield rest
  }
  const headers = {
    expect: '100-continue',
    'content-type': 'application/octet-stream',
    'content-length': String(first.length + rest.length),
  }
  const outgoing = client.open(method, target, headers)
  const continued = once(outgoing, 'continue')
  outgoing.flushHeaders()
  await continued
  return { answer: client.finish(outgoing, body()), goOn: () => held.resolve(undefined) }
}
