/** What a registry is started with; every one gets the same. */
export interface Site {
  readonly port: number
  /** An empty folder of its own, for its configuration. */
  readonly folder: string
  readonly dataFolder: string
  readonly logs: Logs
}

/** `off`: errors alone and no access log, so that writing logs is not what is compared. */
export type Logs = 'off' | 'default'

export interface Launch {
  readonly file: string
  readonly parameters: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
}

/** A registry that can be measured. */
export interface RegistryKind {
  readonly name: string
  /** How it keeps images: the Go registry's layout, or an OCI image layout for each repository. */
  readonly layout: 'distribution' | 'oci'
  /** What it cannot do, with the reason. */
  readonly lacks?: Partial<Record<'catalog' | 'long walks' | 'pages of tags', string>>
  /** Whether it fills a catalog when it has started, beside the requests. Default false. */
  readonly fillsCatalog?: boolean
  /** Finds or builds the program; throws `Unavailable` where it is not there. */
  readonly locate: () => Promise<(site: Site) => Launch>
}

/** The reason why something is skipped. */
export class Unavailable extends Error {}
