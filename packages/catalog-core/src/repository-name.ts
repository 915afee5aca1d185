// https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const namePattern = new RegExp(`^${component}(?:/${component})*$`)
const longestName = 255

/** Whether a repository can have this name, by the OCI distribution specification and the Go registry's limit of 255 characters. */
export function isRepositoryName(text: string): boolean {
  // The length comes first: it bounds what the pattern has to look at.
  return text.length <= longestName && namePattern.test(text)
}
