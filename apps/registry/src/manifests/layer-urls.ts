import { RE2JS } from 're2js'
import type { ValidationConfiguration } from '../config/configuration.ts'
import { RegistryError } from '../errors/registry-error.ts'
import type { Descriptor } from './descriptor.ts'

/**
 * `validation.manifests.urls`: where a layer that is not pushed may be fetched from.
 * As in the Go registry nothing is allowed while both lists are empty, and a denied URL is refused even if it is allowed.
 * The patterns are RE2's, in linear time: no pattern from a configuration can hang the process.
 * @throws RegistryError MANIFEST_INVALID
 */
export function assertLayerUrls(layer: Descriptor, validation: ValidationConfiguration): void {
  const { allow, deny } = validation.manifests.urls
  for (const text of layer.urls ?? []) {
    const isListed = (pattern: string): boolean => RE2JS.compile(pattern).matcher(text).find()
    const isAllowed = allow.length === 0 ? deny.length > 0 : allow.some(isListed)
    if (isWebUrl(text) && isAllowed && !deny.some(isListed)) continue
    throw new RegistryError('MANIFEST_INVALID', {
      message: 'a layer names a URL that validation.manifests.urls does not allow',
      detail: { digest: layer.digest, url: text.slice(0, 200) },
    })
  }
}

function isWebUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.hash === ''
}
