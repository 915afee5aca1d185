import type { RegistryError } from '../errors/registry-error.ts'
import { SeveralErrors } from '../errors/several-errors.ts'
import { toRegistryError } from '../errors/to-registry-error.ts'
import { jsonReply, type Reply } from './reply.ts'

/** OCI distribution specification, "Error Codes": `{"errors": [{code, message, detail}]}`. */
export function errorReply(error: unknown): Reply {
  const errors = error instanceof SeveralErrors ? error.errors : [toRegistryError(error)]
  return jsonReply(errors[0]?.status ?? 500, { errors: errors.map(describe) }, { ...errors[0]?.headers })
}

function describe(error: RegistryError): object {
  return { code: error.code, message: error.message, ...(error.detail === undefined ? {} : { detail: error.detail }) }
}
