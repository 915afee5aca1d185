/** What is different from store to store in the HTTP interface that S3 began and COS, OSS and SCS share. */
export interface RestDialect {
  /** What the store's own headers begin with, such as `x-cos-`. */
  readonly headerPrefix: string
  /** The encoded path of an object; of the bucket for an empty key. */
  path(key: string): string
  /** An object of the bucket, as `<prefix>copy-source` names it. */
  copySource(key: string): string
  /** Sent with everything that makes an object: its type, its encryption. */
  readonly objectHeaders: Readonly<Record<string, string>>
  /** Header of an answer with the CRC-64 of the bytes that arrived. Default: the store computes none, and parts are sent with their MD5. */
  readonly crc64Header?: string | undefined
  /** How `Content-MD5` is written of objects and parts; `none` sends none. Default `base64`, as HTTP has it. */
  readonly contentMd5?: 'base64' | 'hex' | 'none' | undefined
  /** The parameters with which a PUT of an object gives it another key. Default: the store cannot. */
  readonly renameQuery?: ((destination: string) => Readonly<Record<string, string>>) | undefined
  /** Sent with each range: what makes the store take it at its word. Default: nothing. */
  readonly rangeHeaders?: Readonly<Record<string, string>> | undefined
  /** A URL that is good for one method. */
  presign(method: 'GET' | 'HEAD', key: string, expiresInSeconds: number): URL | undefined | Promise<URL | undefined>
}
