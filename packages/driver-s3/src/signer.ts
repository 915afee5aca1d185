import type { S3Client } from '@aws-sdk/client-s3'
import { DriverError } from '@moorage/driver-core'

/** What a signature covers. */
export interface SignedCall {
  readonly method: string
  /** Percent-encoded. */
  readonly path: string
  /** Not encoded. */
  readonly query?: Readonly<Record<string, string>> | undefined
  /** `host` among them. */
  readonly headers: Readonly<Record<string, string>>
}

/** Signs by Amazon's own code: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html */
export class S3Signer {
  readonly #driver: string
  readonly #config: S3Client['config']
  #signer: ReturnType<S3Client['config']['signer']> | undefined
  #hadCredentials = false

  constructor(driver: string, client: S3Client) {
    this.#driver = driver
    this.#config = client.config
  }

  /** The headers to add. The body's bytes are covered by its `Content-MD5`, and by TLS. */
  async sign(call: SignedCall, signingDate: Date): Promise<Readonly<Record<string, string>>> {
    const signer = await this.#ready()
    const headers = { ...call.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    const signed = await signer.sign(requestOf(call, headers), { signingDate })
    return signed.headers
  }

  /** A URL that is good for one method on one object, at one host. */
  async presign(origin: URL, call: Pick<SignedCall, 'method' | 'path'>, at: Date, seconds: number): Promise<URL> {
    const signer = await this.#ready()
    if (!('presign' in signer)) throw new TypeError('the signer makes no URLs')
    const { presign } = signer as { presign: Presign }
    const headers = { host: origin.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    const request = requestOf(call, headers)
    const signed = await presign.call(signer, request, { signingDate: at, expiresIn: seconds })
    const url = new URL(call.path, origin)
    url.search = new URLSearchParams(signed.query as Record<string, string>).toString()
    return url
  }

  /** @throws DriverError when there are no credentials */
  async #ready(): Promise<Awaited<ReturnType<S3Client['config']['signer']>>> {
    try {
      await this.#config.credentials()
      this.#hadCredentials = true
    } catch (cause) {
      throw new DriverError({
        code: this.#hadCredentials ? 'UNAVAILABLE' : 'CONFIG_INVALID',
        driver: this.#driver,
        message: `there are no credentials: set the parameters accesskey and secretkey, or give the machine a role (${(cause as Error).message})`,
        cause,
      })
    }
    return (this.#signer ??= this.#config.signer())
  }
}

type Presign = (
  request: ReturnType<typeof requestOf>,
  options: { signingDate: Date; expiresIn: number },
) => Promise<{ readonly query?: unknown }>

function requestOf(
  { method, path, query = {} }: Omit<SignedCall, 'headers'>,
  headers: Readonly<Record<string, string>>,
) {
  return {
    method,
    protocol: 'https:',
    hostname: headers['host'] ?? '',
    path,
    query: { ...query },
    headers: { ...headers },
  }
}
