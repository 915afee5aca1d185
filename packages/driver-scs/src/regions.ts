/** Where SCS is, and how it is reached from Sohu's own network. */
export const regions: readonly string[] = ['bjcnc', 'bjctc', 'shctc', 'gzctc'].flatMap((region) => [
  region,
  `${region}-internal`,
])

/** `bjcnc` is `bjcnc.scs.sohucs.com`, `bjcnc-internal` is `bjcnc.scs-in.sohucs.com`. */
export function hostOfRegion(region: string): string {
  const name = region.replace(/-internal$/, '')
  return name === region ? `${name}.scs.sohucs.com` : `${name}.scs-in.sohucs.com`
}

/** The region whose host it is. */
export const regionOfHost = (host: string): string | undefined =>
  regions.find((region) => hostOfRegion(region) === host)
