import { isRepositoryName } from '@moorage/catalog-core'
import { RegistryError } from '../errors/registry-error.ts'

const maximumLength = 255

/**
 * OCI distribution specification, "Pulling manifests": `<name>`; the Go registry's limit of 255 characters.
 * @throws RegistryError NAME_INVALID
 */
export function assertRepositoryName(name: string): void {
  if (isRepositoryName(name)) return
  throw new RegistryError('NAME_INVALID', {
    message:
      name.length > maximumLength
        ? `a repository name has at most ${maximumLength} characters`
        : 'a repository name is made of lower-case letters, digits and . _ - between them, in parts separated by /',
    detail: { name: name.slice(0, maximumLength) },
  })
}
