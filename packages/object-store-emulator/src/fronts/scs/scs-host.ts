/** A host of SCS, which has one for each region and network: buckets stand in the path. */
interface ScsHost {
  readonly region: string
  readonly network: 'public' | 'internal'
}

const hostForm = /^(?<region>[a-z0-9]+)\.(?<network>scs|scs-in)\.sohucs\.com(?::\d+)?$/

/** Undefined for a host that is none of SCS's own. */
export function readScsHost(host: string): ScsHost | undefined {
  const { region, network } = hostForm.exec(host)?.groups ?? {}
  if (region === undefined) return undefined
  return { region, network: network === 'scs' ? 'public' : 'internal' }
}

export const scsHost = ({ region, network }: ScsHost): string =>
  `${region}.${network === 'public' ? 'scs' : 'scs-in'}.sohucs.com`

/** `bjcnc-internal` names the region `bjcnc`, reached in Sohu's own network. */
export const plainRegion = (region: string): string => region.replace(/-internal$/, '')
