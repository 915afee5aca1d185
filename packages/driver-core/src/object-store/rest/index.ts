export { RestClient } from './rest-client.ts'
export type { RestDialect } from './rest-dialect.ts'
