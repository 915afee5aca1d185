import { expectStatus } from '../expect-status.ts'
import { required, type OperationFactory } from './operation.ts'

/** GET or HEAD of one path. */
export const createRead: OperationFactory = ({ method = 'GET', path, accept }) => {
  const target = required(path, 'path')
  const headers = accept === undefined ? {} : { Accept: accept }
  return async (connection) => expectStatus(await connection.request({ method, target, headers }), 200, method)
}
