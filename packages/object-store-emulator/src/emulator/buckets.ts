import type { Bucket } from '../engine/bucket.ts'
import type { Service } from '../fronts/service.ts'
import type { BucketOptions } from './emulator.ts'

/** All buckets, and the hosts of their own that mean them. */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>()
  readonly #options = new Map<string, BucketOptions>()
  readonly #domains = new Map<string, { service: Service; bucketName: string }>()

  add(bucket: Bucket, options: BucketOptions): void {
    const id = `${options.service}/${bucket.name}`
    this.#buckets.set(id, bucket)
    this.#options.set(id, options)
  }

  find(service: Service, name: string): Bucket | undefined {
    return this.#buckets.get(`${service}/${name}`)
  }

  findOptions(service: Service, name: string): BucketOptions | undefined {
    return this.#options.get(`${service}/${name}`)
  }

  get(service: Service, name: string): Bucket {
    const bucket = this.find(service, name)
    if (bucket === undefined) throw new Error(`There is no bucket ${name} of ${service}`)
    return bucket
  }

  /** Whoever sends this host, with its port if the URL names one, means that bucket. */
  addDomain(service: Service, bucketName: string, host: string): void {
    this.get(service, bucketName)
    this.#domains.set(host.toLowerCase(), { service, bucketName })
  }

  findDomain(host: string): { readonly service: Service; readonly bucketName: string } | undefined {
    return this.#domains.get(host)
  }
}
