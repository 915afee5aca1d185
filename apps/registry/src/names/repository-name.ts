import { RegistryError } from '../errors/registry-error.ts'

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const namePattern = new RegExp(`^${component}(?:/${component})*$`)
const maximumLength = 255

/**
 * OCI distribution specification, "Pulling manifests": `<name>`; the Go registry's limit of 255 characters.
 * @throws RegistryError NAME_INVALID
 */
export function assertRepositoryName(name: string): void {
  // The length comes first: it bounds what the pattern has to look at.
  if (name.length <= maximumLength && namePattern.test(name)) return
  throw new RegistryError('NAME_INVALID', {
    message:
      name.length > maximumLength
        ? `a repository name has at most ${maximumLength} characters`
        : 'a repository name is made of lower-case letters, digits and . _ - between them, in parts separated by /',
    detail: { name: name.slice(0, maximumLength) },
  })
}
