/** The registry's configuration after parsing: every default filled in, every duration in milliseconds. */
export interface Configuration {
  readonly log: LogConfiguration
  readonly storage: StorageConfiguration
  readonly health: HealthConfiguration
  readonly http: HttpConfiguration
  readonly catalog: CatalogConfiguration
  readonly tags: { readonly maxtags: number }
  readonly validation: ValidationConfiguration
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

export interface LogConfiguration {
  readonly level: LogLevel
  readonly formatter: 'text' | 'json' | 'logstash'
  /** Added to every line. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly accesslog: { readonly disabled: boolean }
}

export interface StorageConfiguration {
  readonly driver: DriverConfiguration
  readonly delete: { readonly enabled: boolean }
  readonly redirect: { readonly disable: boolean }
  readonly cache: CacheConfiguration
  readonly maintenance: {
    readonly uploadpurging: UploadPurgingConfiguration
    readonly readonly: { readonly enabled: boolean }
  }
  readonly tag: { readonly concurrencylimit: number }
}

/** One storage driver: its short name or package, and the parameters it checks itself. */
export interface DriverConfiguration {
  readonly name: string
  readonly parameters: Readonly<Record<string, unknown>>
}

export interface CacheConfiguration {
  readonly blobdescriptor: 'inmemory' | undefined
  /** Number of descriptors kept; 0 is without limit. */
  readonly blobdescriptorsize: number
  /** Milliseconds for which what another process changed may still be answered as it was. */
  readonly lifetime: number
}

export interface UploadPurgingConfiguration {
  readonly enabled: boolean
  /** Milliseconds; an upload that began longer ago is deleted. */
  readonly age: number
  /** Milliseconds between two runs. */
  readonly interval: number
  readonly dryrun: boolean
}

export interface HealthConfiguration {
  readonly storagedriver: {
    readonly enabled: boolean
    /** Milliseconds between two checks. */
    readonly interval: number
    /** Failures in a row after which the registry answers 503; 0 is like 1. */
    readonly threshold: number
  }
}

export interface HttpConfiguration {
  /** `host:port` or `:port`; a path where `net` is `unix`. */
  readonly addr: string
  readonly net: 'tcp' | 'unix'
  /** Begins and ends with a slash, or is empty. */
  readonly prefix: string
  /** Absolute URL that answers carry in `Location`; empty to take it from the request. */
  readonly host: string
  /** Signs upload state. Undefined: one that is made once and kept in the store. */
  readonly secret: string | undefined
  readonly relativeurls: boolean
  /** Milliseconds that running requests get at a stop; 0 waits for none. */
  readonly draintimeout: number
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly tls: TlsConfiguration | undefined
  readonly http2: { readonly disabled: boolean }
  readonly debug: DebugConfiguration
}

export interface DebugConfiguration {
  /** `host:port` or `:port`; empty for none. */
  readonly addr: string
  readonly prometheus: { readonly enabled: boolean; readonly path: string }
}

export interface TlsConfiguration {
  /** File names, PEM. */
  readonly certificate: string
  readonly key: string
  readonly minimumtls: 'tls1.2' | 'tls1.3'
}

export interface CatalogConfiguration {
  /** Most names in one answer. */
  readonly maxentries: number
  /** Milliseconds that a push waits for the catalog. */
  readonly writetimeout: number
  /** What keeps the names: its short name or package, and the parameters it checks itself. Undefined: the storage is listed. */
  readonly backend: { readonly name: string; readonly parameters: Readonly<Record<string, unknown>> } | undefined
}

export interface ValidationConfiguration {
  /** True: manifests are taken whatever they refer to. */
  readonly disabled: boolean
  readonly manifests: {
    readonly urls: { readonly allow: readonly string[]; readonly deny: readonly string[] }
    readonly indexes: {
      /** Which children of an index must be present: all of them, none, or those of the listed platforms. */
      readonly platforms: 'all' | 'none' | 'list'
      readonly platformlist: readonly Platform[]
    }
  }
}

export interface Platform {
  readonly architecture: string
  readonly os: string
}
