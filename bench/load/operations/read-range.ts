import { expectStatus } from '../expect-status.ts'
import { required, type OperationFactory } from './operation.ts'

const rangeBytes = 1024 * 1024

/** 1 MiB from somewhere in a large blob. */
export const createReadRange: OperationFactory = ({ path, bytes }) => {
  const target = required(path, 'path')
  const last = required(bytes, 'bytes') - rangeBytes
  return async (connection) => {
    const start = Math.floor(Math.random() * last)
    const headers = { Range: `bytes=${start}-${start + rangeBytes - 1}` }
    const answer = expectStatus(await connection.request({ method: 'GET', target, headers }), 206, 'A range')
    if (answer.receivedBytes !== rangeBytes) throw new Error(`A range had ${answer.receivedBytes} bytes`)
    return answer
  }
}
