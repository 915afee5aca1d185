import { isServiceLink } from '../environment/kubernetes-service-link.ts'
import type { Environment } from './environment-value.ts'

const hostVariable = 'REGISTRY_HOST'
const portVariable = 'REGISTRY_PORT'

/** The `http.addr` that v1's own two variables amount to; undefined where neither is set. */
export function listenAddress(environment: Environment): string | undefined {
  const host = environment[hostVariable] ?? ''
  const port = environment[portVariable] ?? ''
  if ((host === '' && port === '') || isServiceLink(portVariable, port)) return undefined
  return `${host.includes(':') ? `[${host}]` : host}:${port === '' ? '5000' : port}`
}

/** The environment without these two, which the Go registry's rules would take for keys. */
export function withoutListenAddress(environment: Environment): Environment {
  const isUsed = listenAddress(environment) !== undefined
  return isUsed ? { ...environment, [hostVariable]: undefined, [portVariable]: undefined } : environment
}
