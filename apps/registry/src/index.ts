export type { Configuration } from './config/configuration.ts'
export { createRegistry, type CreateRegistryOptions, type Registry } from './create-registry.ts'
export type { RequestHandler } from './http/request-handler.ts'
