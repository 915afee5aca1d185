import type { Configuration } from '../config/configuration.ts'
import { programVersion } from '../config/program-version.ts'

/** What a registry says when it is ready: where it is, where it stores, and a first push to try. */
export function banner(address: string, configuration: Configuration, source: string): string {
  const { driver } = configuration.storage
  const root = driver.parameters['bucket'] ?? driver.parameters['rootdirectory']
  const place = typeof root === 'string' && root !== '' ? ` in ${root}` : ''
  return `Moorage ${programVersion} is ready at ${address}
Storage: ${driver.name}${place}, by ${source}
Try it: ${firstCommand(address)}
`
}

function firstCommand(address: string): string {
  if (address.startsWith('unix:')) return `curl --unix-socket ${address.slice('unix:'.length)} http://localhost/v2/`
  const image = `${new URL(address).host}/alpine`
  return `docker tag alpine ${image} && docker push ${image}`
}
