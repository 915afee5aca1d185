import { expectStatus } from '../expect-status.ts'
import { required, type OperationFactory } from './operation.ts'

/** Follows the links of a list to its end. */
export const createWalkPages: OperationFactory = ({ path, items: wantedItems }) => {
  const first = required(path, 'path')
  return async (connection) => {
    let target: string | undefined = first
    let items = 0
    let receivedBytes = 0
    while (target !== undefined) {
      const answer = await connection.request({ method: 'GET', target, keepsBody: true })
      expectStatus(answer, 200, 'A page')
      items += answer.body.toString('latin1').match(/item-/g)?.length ?? 0
      receivedBytes += answer.receivedBytes
      target = /<([^>]+)>; *rel="?next"?/.exec(answer.header('link') ?? '')?.[1]
    }
    if (items !== wantedItems) throw new Error(`The pages had ${items} items instead of ${wantedItems}`)
    return { receivedBytes }
  }
}
