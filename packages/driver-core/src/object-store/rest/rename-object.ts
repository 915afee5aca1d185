import type { StoreHttp } from '../http/store-http.ts'
import type { StoreRequest } from '../http/store-request.ts'
import type { ObjectHead } from '../object-store-client.ts'

/** What stores answer to what they do not know. */
const unsupported = ['NotImplemented', 'MethodNotAllowed']

/**
 * Gives an object another key, in one step.
 * @param findDestination tells whether an earlier try, whose answer was lost, did it
 * @returns false when there is no such object
 */
export async function renameObject(
  http: StoreHttp,
  request: StoreRequest,
  findDestination: () => Promise<ObjectHead | undefined>,
): Promise<boolean | 'unsupported'> {
  const call = { ...request, content: [], expect: ['NoSuchKey', ...unsupported] }
  const outcome = await http.call(call, ({ errorCode, mayBeDone }) => {
    if (errorCode === undefined) return 'renamed'
    if (unsupported.includes(errorCode)) return 'unsupported'
    return mayBeDone ? 'perhaps' : 'missing'
  })
  if (outcome === 'unsupported') return outcome
  if (outcome === 'perhaps') return (await findDestination()) !== undefined
  return outcome === 'renamed'
}
