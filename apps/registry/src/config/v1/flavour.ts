/** One of the sets of settings that a v1 configuration holds. */
export interface Flavour {
  readonly name: string
  readonly settings: Readonly<Record<string, unknown>>
  /** Absolute path of the file; undefined for a built-in flavour. */
  readonly file: string | undefined
  /** The line on which a setting is written. */
  readonly lineOf: (setting: string) => number | undefined
}

/** How a flavour is called where a file would be. */
export function flavourSource({ name, file }: Flavour): string {
  return file === undefined ? `the built-in v1 flavour ${name}` : `the v1 flavour ${name} of ${file}`
}
