/** A region as a configuration names it. */
export interface Region {
  /** As signatures and documents have it, such as `cn-hangzhou`. */
  readonly name: string
  /** As hosts have it, such as `oss-cn-hangzhou`. */
  readonly hostName: string
  /** Whether the text names the internal network. */
  readonly isInternal: boolean
}

/** Reads `cn-hangzhou`, `oss-cn-hangzhou` and what hosts make of it: `oss-cn-hangzhou-internal`, `vpc100-oss-cn-hangzhou`. */
export function readRegion(text: string): Region {
  const isInternal = text.endsWith('-internal')
  const hostName = text.replace(/-internal$/, '').replace(/^(?!oss-|vpc100-oss-)/, 'oss-')
  return { name: hostName.replace(/^(?:vpc100-)?oss-/, ''), hostName, isInternal }
}
